import { expect, test } from 'vitest'
import type { OpenPayments, PiResult } from '../payouts/model/ports.ts'
import { noneUnreadable } from '../payouts/protocol/unreadable-payments.ts'
import { onlyWorld } from '../mock-world/world-guard.ts'
import { createPayouts, type PayoutsPorts } from '../a2u/payouts.ts'

test("callers at the same time share one reading of Pi's list", async () => {
  let reads = 0
  const list = Promise.withResolvers<PiResult<OpenPayments>>()
  const incomplete = () => {
    reads += 1
    return list.promise
  }
  // Nothing else is asked for the list of a client without payouts.
  const ports = { store: { listOpen: async () => [] }, pi: { incomplete }, world: onlyWorld }
  const payouts = createPayouts(ports as unknown as PayoutsPorts)
  const ask = () => payouts.incomplete({ clientId: crypto.randomUUID(), limit: 2, after: null })

  const all = Promise.all(Array.from({ length: 20 }, ask))
  list.resolve({ kind: 'ok', value: { payments: [], unreadable: noneUnreadable } })
  expect((await all).map(({ ok }) => ok)).toEqual(Array.from({ length: 20 }, () => true))
  expect(reads).toBe(1)

  // What comes later gets what Pi says then.
  await ask()
  expect(reads).toBe(2)
})
