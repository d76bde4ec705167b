import { expect, test } from "@playwright/test";

test("the kitchens of the street are shown", async ({ page }) => {
  await page.route("**/api/kitchens", (route) => route.fulfill({ json: [{ name: "Asha", street: "Gandhi Road" }] }));
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Asha" })).toBeVisible();
});
