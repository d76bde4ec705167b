import jwt from "jsonwebtoken";

export function tokenFor(customer) {
  return jwt.sign({ sub: customer.id }, process.env.JWT_SECRET, { expiresIn: "7d" });
}

export function signedIn(request, response, next) {
  const token = (request.get("authorization") ?? "").replace(/^Bearer /, "");
  try {
    request.customer = jwt.verify(token, process.env.JWT_SECRET, { algorithms: ["HS256"] }).sub;
  } catch {
    return response.status(401).json({ message: "Please sign in again" });
  }
  next();
}
