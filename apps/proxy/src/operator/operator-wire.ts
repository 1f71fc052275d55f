import * as z from 'zod'

/** The socket in DATA_DIR through which operators' commands reach a running server. */
export const SOCKET_NAME = 'operator.sock'

/** More than the longest command that makes sense. */
export const MAX_REQUEST_BYTES = 16_384

/** One line of JSON from the command to the server, the only one of its connection. */
export const operatorRequestSchema = z.strictObject({
  command: z.enum(['keys', 'payouts', 'doctor']),
  args: z.array(z.string().max(1_024)).max(32),
})
export type OperatorRequest = z.infer<typeof operatorRequestSchema>

/** Lines of JSON from the server: what the command prints, and last its exit code. */
export const operatorReplySchema = z.union([
  // `shows`: the line is a key that the caller asked for, and is not masked.
  z.strictObject({ out: z.string(), shows: z.literal('key').optional() }),
  z.strictObject({ err: z.string() }),
  z.strictObject({ exit: z.int().min(0).max(255) }),
])
export type OperatorReply = z.infer<typeof operatorReplySchema>

/** A request or a reply as it is sent. */
export function toLine(message: OperatorRequest | OperatorReply): string {
  return `${JSON.stringify(message)}\n`
}
