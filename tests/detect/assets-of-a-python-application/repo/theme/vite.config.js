export default { build: { manifest: true, rollupOptions: { input: "src/main.js" } } };
