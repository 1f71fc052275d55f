import { expect, test } from 'vitest'
import { walletOf } from './ledger/have-ledger.ts'
import { NOW, startMock } from './start-mock.ts'

const TEN_YEARS = 315_360_000_000
const LAST = 2 ** 31 - 1

/** A mock whose clock was moved on until that was refused. */
async function atTheEnd(options: Parameters<typeof startMock>[0] = {}) {
  const mock = await startMock(options)
  await mock.control('/clock/freeze')
  const approved = await mock.havePayment('approved')
  await mock.control('/settings', { ledger_close: 10 }, 'PATCH')
  for (;;) {
    const before = (await mock.call('GET', '/_mock/clock')).body
    const moved = await mock.control('/clock/advance', { ms: TEN_YEARS })
    if (moved.status !== 200) return { ...mock, approved, before, moved }
  }
}

/** Closes ledgers under the mock's API until so many are left. */
function leave(left: number, { world }: Awaited<ReturnType<typeof startMock>>) {
  while (world.ledger.ledgersLeft() > left) {
    world.clock.advance(10 * Math.min(world.ledger.ledgersLeft() - left, 10_000_000))
  }
}

test('M6: a move of the clock to the end of the ledger numbers is refused, and changes nothing', async () => {
  const { moved, before, call, control, havePayment } = await atTheEnd()
  expect(moved).toMatchObject({ status: 409, body: { error: 'limit_reached' } })
  expect(moved.body.error_message).toContain('at most 2000000000 ledgers')
  expect((await call('GET', '/_mock/clock')).body).toEqual(before)
  const jumped = await control('/clock/jump', { to: '9000-01-01T00:00:00.000Z' })
  expect(jumped).toMatchObject({ status: 409, body: moved.body })
  expect((await call('GET', '/_mock/clock')).body).toEqual(before)

  // Everything else goes on, and so does a move in which no ledger closes.
  expect((await control('/ledger/close', { count: 1000 })).status).toBe(200)
  expect((await control('/clock/advance', { ms: 9 })).status).toBe(200)
  const address = walletOf('carol').address
  expect((await control('/ledger/fund', { address, amount: 1 })).status).toBe(200)
  expect((await havePayment('completed')).txid).toMatch(/^[0-9a-f]{64}$/)
  await control('/settings', { ledger_close: 'by-hand' }, 'PATCH')
  expect((await control('/clock/advance', { ms: TEN_YEARS })).status).toBe(200)
})

test('M6: real time beyond the last ledger of a move is not gone to either', async () => {
  let real = NOW
  const { before, call, control } = await atTheEnd({ now: () => real })
  real = Date.parse(before.now) + TEN_YEARS
  expect(await control('/clock/real')).toMatchObject({
    status: 409,
    body: { error: 'limit_reached' },
  })
  expect((await call('GET', '/_mock/clock')).body.now).toBe(before.now)
})

test('M6: at the last ledger whatever closes one is a 409 by name, and does nothing', async () => {
  const mock = await atTheEnd()
  leave(2, mock)
  const { control, call, world, approved } = mock
  const address = walletOf('carol').address
  expect((await control('/ledger/close', { count: 3 })).status).toBe(409)
  expect(world.ledger.ledgersLeft()).toBe(2)
  expect((await control('/ledger/close', { count: 2 })).status).toBe(200)

  for (const [path, body] of [
    ['/ledger/close', {}],
    ['/ledger/fund', { address, amount: 1 }],
    [`/payments/${approved.id}/pay`, {}],
  ] as const) {
    const refused = await control(path, body)
    expect(refused).toMatchObject({ status: 409, body: { error: 'limit_reached' } })
    expect(refused.body.error_message).toContain(`at most ${LAST} ledgers`)
  }
  const { body } = await call('GET', '/_mock/ledger')
  expect(body.latest.sequence).toBe(LAST)
  expect(world.ledger.view().account(address)).toBeUndefined()
})
