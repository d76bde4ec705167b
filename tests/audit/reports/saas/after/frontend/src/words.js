export const words = (house) => (house ? `${house.name}, paid for ${house.months} months` : "Please sign in.");
