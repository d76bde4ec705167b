import Joi from "joi";

const phone = Joi.string().pattern(/^\+[1-9]\d{7,14}$/).required();
const id = Joi.string().hex().length(24).required();

const schemas = {
  phone: Joi.object({ phone }),
  code: Joi.object({ phone, code: Joi.string().pattern(/^\d{6}$/).required() }),
  refresh: Joi.object({ refresh: Joi.string().max(64).required() }),
  line: Joi.object({ dish: id, count: Joi.number().integer().min(1).max(50).required() }),
  order: Joi.object({
    kind: Joi.string().valid("delivery", "pickup").required(),
    address: Joi.string().max(300).when("kind", { is: "delivery", then: Joi.required() }),
    payment: Joi.string().valid("cash", "online").required(),
  }),
};

export function check(name, body) {
  const { error, value } = schemas[name].validate(body ?? {});
  if (error) throw Object.assign(new Error(error.message), { status: 400 });
  return value;
}
