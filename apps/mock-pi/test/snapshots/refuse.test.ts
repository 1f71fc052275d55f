import { expect, test } from 'vitest'
import type { Snapshot } from '@aloha-pi/contracts/wire'
import { createMockControl } from '../../src/control-client/index.ts'
import { startMock } from '../start-mock.ts'
import { haveBusyWorld } from './have-busy-world.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- any part is broken in turn
type Broken = any

let busy: string | undefined
async function haveSnapshot(): Promise<Broken> {
  busy ??= JSON.stringify((await haveBusyWorld()).mock.snapshot())
  return JSON.parse(busy)
}

const cases: [what: string, breakIt: (snapshot: Broken) => void, sentence: string][] = [
  [
    'another file',
    (it) => (it.format = 'x'),
    'format must be "aloha-pi mock snapshot": this is not',
  ],
  [
    'a newer version',
    (it) => (it.version = 2),
    'version is 2, and this mock-pi reads version 1: a newer',
  ],
  [
    'an older version',
    (it) => (it.version = 0),
    'version is 0, and this mock-pi reads version 1 only',
  ],
  ['no network', (it) => delete it.network, 'network must be "Pi Network" or "Pi Testnet"'],
  [
    'another network',
    (it) => (it.network = 'Pi Network'),
    'network is "Pi Network", but this mock is on',
  ],
  ['an unknown member', (it) => (it.users.list[2].age = 3), 'users.list[2] must not have "age"'],
  ['a wrong type', (it) => (it.payments.begun = '3'), 'payments.begun must be a whole number'],
  [
    'a state that is none',
    (it) => (it.payments.list[1].state = 'lost'),
    'payments.list[1].state must be',
  ],
  [
    'a number for text',
    (it) => (it.payments.list[1].amount = 3),
    'payments.list[1].amount must be a whole',
  ],
  [
    'a payment twice',
    (it) => it.payments.list.push(it.payments.list[0]),
    'payments.list[5].id must not be',
  ],
  [
    'a payment that is not there',
    (it) => it.payments.settled.push('none'),
    'payments.settled[1] must be',
  ],
  [
    'a user twice',
    (it) => it.users.list.push(it.users.list[0]),
    'users.list[4] must not be alice again',
  ],
  [
    'an app twice',
    (it) => it.apps.push(it.apps[0]),
    'apps[2] must not have the id or key of another app',
  ],
  ['no app', (it) => (it.apps = []), 'apps must not be empty'],
  [
    'a mistyped seed',
    (it) => (it.apps[0].walletSeed = `S${'A'.repeat(55)}`),
    'apps[0].walletSeed must be',
  ],
  [
    'a session of no user',
    (it) => (it.tokens.sessions[0].username = 'zoe'),
    'tokens.sessions[0].username',
  ],
  [
    'a session of no app',
    (it) => (it.tokens.sessions[0].appId = 'zoe'),
    'tokens.sessions[0].appId must',
  ],
  [
    'more Pi than there is',
    (it) => (it.ledger.accounts.newest[1].balance = '1'),
    'ledger must hold all Pi',
  ],
  [
    'no faucet',
    (it) => it.ledger.accounts.newest.shift(),
    'ledger.accounts must have the account of',
  ],
  [
    'a ledger that is missing',
    (it) => it.ledger.runs.splice(1, 1),
    'ledger.runs[1].first must follow',
  ],
  [
    'a transaction of nothing',
    (it) => (it.ledger.transactions[0].xdr = 'AAAA'),
    'ledger.transactions[0].xdr',
  ],
  [
    'a waiting one of nothing',
    (it) => (it.ledger.queue.waiting[0].xdr = 'AA=='),
    'ledger.queue.waiting[0].xdr',
  ],
  [
    'a transaction of the future',
    (it) => (it.ledger.transactions.at(-1).ledger = 999),
    'must be in the order',
  ],
  [
    'a fault that is none',
    (it) => (it.faults.rules[0].effect = { type: 'x' }),
    'faults.rules[0].effect',
  ],
  [
    'more users than there is room for',
    (it) => it.users.list.push(...Array(7).fill(it.users.list[0])),
    'users has 11 entries, but this mock keeps at most 10',
  ],
]

test.each(cases)(
  '%s: the sentence names it, and nothing changes',
  async (_what, breakIt, sentence) => {
    const mock = await startMock({ seed: 'another', limits: { users: 10 } })
    const control = createMockControl({ url: mock.url })
    const { worldId, ended } = mock.world
    const before = JSON.stringify(mock.snapshot())
    const snapshot = await haveSnapshot()
    breakIt(snapshot)

    const refusal = await control.restore(snapshot).catch((error: unknown) => error)
    expect(refusal).toMatchObject({
      code: expect.stringMatching(/^(snapshot_refused|invalid_request)$/),
    })
    expect((refusal as Error).message).toContain(sentence)
    await expect(mock.restore(snapshot)).rejects.toThrow(`The snapshot is refused: `)
    await expect(startMock({ snapshot, limits: { users: 10 } })).rejects.toThrow(sentence)
    expect([mock.world.worldId, ended.aborted]).toEqual([worldId, false])
    expect(JSON.stringify(mock.snapshot())).toBe(before)
  },
)

test('a body that is no snapshot, or larger than the limit, is refused by name', async () => {
  const mock = await startMock({ limits: { snapshotBytes: 10_000 } })
  const control = createMockControl({ url: mock.url })
  await expect(control.restore({} as Snapshot)).rejects.toMatchObject({
    code: 'invalid_request',
    message: 'format is required',
  })
  await expect(control.restore(await haveSnapshot())).rejects.toMatchObject({
    code: 'request_too_large',
    status: 413,
    message: 'The body is larger than 10000 bytes',
  })
  // Other bodies of the control API keep their own limit.
  const large = await startMock({ limits: { snapshotBytes: 2_000_000 } })
  const padding = 'x'.repeat(1_100_000)
  const there = createMockControl({ url: large.url })
  expect(await large.control('/users', { username: padding })).toMatchObject({ status: 413 })
  const padded = { ...(await haveSnapshot()), padding } as Snapshot
  await expect(there.restore(padded)).rejects.toThrow('it must not have "padding"')
})

test('an explanation says what to do about a snapshot that is refused', async () => {
  const mock = await startMock()
  const control = createMockControl({ url: mock.url })
  await control.restore({ format: 'x', version: 1 }).catch(() => {})
  expect((await control.refusals()).refusals[0]?.rule).toBe('control/snapshot_refused')
  const { why, next } = await control.explain('last')
  expect([why, ...next].join()).toContain('snapshot')
})
