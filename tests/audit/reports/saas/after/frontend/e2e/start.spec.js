import { expect, test } from "@playwright/test";

test("whoever is not signed in is asked to", async ({ page }) => {
  await page.route("**/api/house", (route) => route.fulfill({ status: 401 }));
  await page.goto("/");
  await expect(page.getByText("Please sign in.")).toBeVisible();
});
