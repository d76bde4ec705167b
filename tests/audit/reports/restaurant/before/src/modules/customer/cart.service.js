const carts = new Map();

export function linesOf(customer) {
  return carts.get(customer) ?? [];
}

export function put(customer, line) {
  const others = linesOf(customer).filter(({ dish }) => dish !== line.dish);
  carts.set(customer, [...others, line]);
  return linesOf(customer);
}

export function empty(customer) {
  carts.delete(customer);
}
