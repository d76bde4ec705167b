import * as v from 'valibot'

const base = v.object({
  botToken: v.string(),
  botAdmins: v.optional(v.pipe(v.string(), v.transform(JSON.parse), v.array(v.number())), '[]'),
  debug: v.optional(v.pipe(v.string(), v.transform(JSON.parse), v.boolean()), 'false'),
})

const schema = v.variant('botMode', [
  v.pipe(
    v.object({ botMode: v.literal('polling'), ...base.entries }),
    v.transform(input => ({ ...input, isWebhookMode: false as const })),
  ),
  v.pipe(
    v.object({
      botMode: v.literal('webhook'),
      ...base.entries,
      botWebhook: v.pipe(v.string(), v.url()),
      serverHost: v.optional(v.string(), '0.0.0.0'),
      serverPort: v.optional(v.pipe(v.string(), v.transform(Number), v.number()), '80'),
    }),
    v.transform(input => ({ ...input, isWebhookMode: true as const })),
  ),
])

export type Config = v.InferOutput<typeof schema>

export function createConfig(input: v.InferInput<typeof schema>) {
  return v.parse(schema, input)
}

function camel(values: Record<string, unknown>) {
  const result: any = {}
  for (const key in values) result[key.toLowerCase().replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())] = values[key]
  return result
}

export const config = createConfig(camel(process.env))
