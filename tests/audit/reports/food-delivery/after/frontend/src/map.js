// The key is one that Google accepts from our own pages alone.
export function map(street, key) {
  const query = new URLSearchParams({ center: street, size: "320x160", key });
  return `https://maps.googleapis.com/maps/api/staticmap?${query}`;
}
