const Joi = require('joi');

const schema = Joi.object()
  .keys({
    NODE_ENV: Joi.string().valid('production', 'development').required(),
    PORT: Joi.number().default(3000),
    MONGODB_URL: Joi.string().required().description('where the data is'),
    JWT_SECRET: Joi.string().required(),
    JWT_MINUTES: Joi.number().default(30),
    SMTP_HOST: Joi.string(),
  })
  .unknown();

const { value: env, error } = schema.prefs({ errors: { label: 'key' } }).validate(process.env);
if (error) {
  throw new Error(error.message);
}

module.exports = {
  port: env.PORT,
  mongoose: { url: env.MONGODB_URL + (env.NODE_ENV === 'test' ? '-test' : '') },
  jwt: { secret: env.JWT_SECRET, minutes: env.JWT_MINUTES },
  smtp: { host: env.SMTP_HOST },
};
