import { expect, test } from 'vitest'
import { isProof } from '../../testkit/is-proof.ts'
import { HOUR, MINUTE, maxPerHour, openSmallWorld, refusal, unknown } from './small-world.ts'

/** Refusals that concern no one in particular, and the alarm that names them. */
const refusals = [
  { name: '401 without a code', response: unknown('unauthorized'), alarm: 'upstream_auth' },
  { name: '401 of another code', response: refusal(401, 'token_expired'), alarm: 'upstream_auth' },
  { name: '403 forbidden', response: refusal(403, 'forbidden'), alarm: 'upstream_auth' },
  {
    name: '403 feature_not_available',
    response: refusal(403, 'feature_not_available'),
    alarm: 'upstream_auth',
  },
  { name: '404 not_found', response: refusal(404, 'not_found'), alarm: 'upstream_auth' },
  { name: '400 maintenance', response: refusal(400, 'maintenance'), alarm: 'upstream_auth' },
  { name: 'an unknown code', response: refusal(400, 'computer_says_no'), alarm: 'refused_for_now' },
] as const

const PAYOUTS = isProof ? 500 : 120

test.each(refusals)(`$name to creates for 30 minutes fails none of ${PAYOUTS}`, async (row) => {
  const world = openSmallWorld()
  const payouts = world.ask(PAYOUTS)
  world.intercept({ instead: ({ name }) => (name === 'pi.create' ? row.response : undefined) })
  await world.run(30 * MINUTE)
  const { creating = 0, received = 0, ...others } = world.states()
  expect(others).toEqual({})
  expect(creating + received).toBe(PAYOUTS)
  expect(world.alarms[0]).toMatchObject({ code: row.alarm })
  expect(world.alarms[0]?.at).toBeLessThan(MINUTE)
  const creates = world.calls.filter(({ name }) => name === 'pi.create')
  // The pause doubles to a minute.
  expect(creates.length).toBeLessThanOrEqual(7 + 30)

  world.intercept({})
  const took = await world.until(() => world.isDone(payouts), 3 * HOUR)
  // A pause of a minute, and one ledger each.
  expect(took.ledgers).toBeLessThanOrEqual(12 + PAYOUTS + 10)
  expect(maxPerHour(world.alarms)).toBe(1)
  expect(world.codes().toSorted()).toEqual([row.alarm, 'stuck'].toSorted())
  expect(world.wrong()).toEqual([])
})

test.each(refusals)('$name to every call in the midst of work fails no payout', async (row) => {
  const world = openSmallWorld()
  const payouts = world.ask(60)
  await world.run(MINUTE)
  world.intercept({ instead: ({ name }) => (name.startsWith('pi.') ? row.response : undefined) })
  await world.run(30 * MINUTE)
  const { failed = 0, cancelled = 0, held = 0 } = world.states()
  expect({ failed, cancelled, held }).toEqual({ failed: 0, cancelled: 0, held: 0 })
  expect(world.codes()).toContain(row.alarm)

  world.intercept({})
  const took = await world.until(() => world.isDone(payouts), 3 * HOUR)
  // The longest back-off of a refusal, and one ledger each.
  const { refusedMaxMs, ledgerMs } = world.settings
  expect(took.ledgers).toBeLessThanOrEqual(refusedMaxMs / ledgerMs + 65)
  expect(maxPerHour(world.alarms)).toBe(1)
  expect(world.wrong()).toEqual([])
})
