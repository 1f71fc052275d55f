import { worldRules } from './world-rules.ts'

type Schema = { safeParse(body: unknown): { success: boolean } }
/** What a contract declares for a status: a schema, a symbol for no body, or a schema with its content type. */
type Shape = Schema | symbol | { body: Schema } | undefined

/** Throws when the body is not what the contract declares. */
export function checkShape(declared: unknown, body: unknown, where: string) {
  // The types of the contracts differ from route to route.
  const shape = declared as Shape
  const schema = typeof shape === 'object' && 'body' in shape ? shape.body : shape
  const isRight =
    typeof schema === 'symbol' ? body == null : schema?.safeParse(body).success === true
  if (!isRight) throw new Error(`${worldRules.shape}\n${where}\n${JSON.stringify(body)}`)
}
