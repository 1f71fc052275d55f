import { hash } from 'node:crypto'

/** What makes two requests the same request. */
export type HashedRequest = {
  method: string
  route: string
  uid: string
  amount: bigint
  memo: string
  metadata: Record<string, unknown>
}

/** SHA-256 over the validated request in one spelling: keys sorted, amount in stroops. */
export function requestHashOf({ amount, ...rest }: HashedRequest): string {
  return hash('sha256', JSON.stringify({ ...rest, amount: amount.toString() }, sorted))
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value == null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
