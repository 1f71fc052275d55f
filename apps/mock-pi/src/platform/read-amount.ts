import { parsePiAmount } from '@aloha-pi/contracts/platform'

/** An amount in stroops; the schema of the request has accepted it already. */
export function readAmount(amount: number | string): bigint {
  const parsed = parsePiAmount(amount)
  if (!parsed.ok) throw new Error(`An amount passed its schema that ${parsed.rule}`)
  return parsed.stroops
}
