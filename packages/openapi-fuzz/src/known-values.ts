import type { Random } from './random.ts'

/**
 * Values that responses held, by the name of their field: random ids are known to no server, so that nothing but
 * refusals would be seen.
 */
export type KnownValues = {
  /** Remembers what a response holds. */
  learn(json: unknown): void
  forget(): void
  /** The newest as often as all others together: older ones may have ended. */
  pick(name: string, random: Random): unknown
}

/** Names in requests, and the fields of responses whose values belong there. */
const SOURCES: Record<string, readonly string[]> = {
  paymentId: ['identifier'],
  piPayId: ['identifier'],
  before: ['identifier'],
  adId: ['ad_identifier', 'identifier'],
  uid: ['user_uid', 'uid'],
  user_uid: ['user_uid', 'uid'],
  piTxId: ['txid', 'hash'],
  txid: ['txid', 'hash'],
  tx_id: ['txid', 'hash'],
  account_id: ['account_id', 'wallet_address', 'address'],
  address: ['account_id', 'wallet_address', 'address'],
  ledger_id: ['ledger', 'sequence'],
  id: ['paging_token', 'id'],
  cursor: ['paging_token'],
  username: ['username'],
  app_id: ['app_id'],
  accessToken: ['access_token'],
  serverKey: ['api_key'],
  apiKey: ['proxy_key'],
  tx: ['envelope_xdr'],
}
const LEARNT = new Set(Object.values(SOURCES).flat())
const KEPT = 32

export function createKnownValues(): KnownValues {
  const values = new Map<string, unknown[]>()

  function remember(name: string, value: unknown) {
    const known = values.get(name) ?? []
    values.set(name, [...known.filter((each) => each !== value), value].slice(-KEPT))
  }
  function learn(json: unknown) {
    if (typeof json !== 'object' || json == null) return
    for (const [name, value] of Object.entries(json)) {
      // The journal masks secrets: `… (a token)` is no token.
      if (typeof value === 'string' && value.startsWith('…')) continue
      const isPlain = typeof value === 'string' || typeof value === 'number'
      if (isPlain && LEARNT.has(name)) remember(name, value)
      else learn(value)
    }
  }
  return {
    learn,
    forget: () => values.clear(),
    pick(name, random) {
      const lists = (SOURCES[name] ?? []).map((source) => values.get(source) ?? [])
      const list = random.pick(lists.filter(({ length }) => length > 0))
      return random.chance(50) ? list?.at(-1) : random.pick(list ?? [])
    },
  }
}
