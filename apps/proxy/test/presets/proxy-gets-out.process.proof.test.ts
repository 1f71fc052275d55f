import { createPiClient } from '@aloha-pi/client'
import { createMockControl } from '@aloha-pi/mock-pi/control'
import type { PresetName } from '@aloha-pi/contracts/wire'
import { describe, expect, onTestFinished, test } from 'vitest'
import { payoutBody, startPayoutWorld } from '../payouts/start-payout-world.ts'

/** A proxy in front of a mock in a trouble. */
async function startInTrouble(name: PresetName, atEnd = onTestFinished) {
  const world = await startPayoutWorld({ env: { UPSTREAM_TIMEOUT_MS: '15000' } })
  atEnd(() => world.close())
  const { mock, call } = world
  const control = createMockControl({ url: mock.url })
  const applied = await control.applyPreset(name)
  const preset = mock.presets.list().find((each) => each.name === name)
  return {
    ...world,
    control,
    applied,
    isSaid: preset?.gets_out.by.includes('proxy'),
    id: applied.payment_id ?? '',
    txid: applied.txids[0] ?? '',
    pi: createPiClient({ apiKey: mock.apiKey, baseUrl: mock.url }),
    payOut: () =>
      call('POST a2u/create', {
        body: payoutBody(applied.uid),
        headers: { 'idempotency-key': `order-of-${name}` },
      }),
  }
}
type Trouble = Awaited<ReturnType<typeof startInTrouble>>

/** A payout is paid once and completed, also when the call returned before. `its`: the expect of a test that runs beside others. */
async function expectPaidOnce({ payOut, paid, call, control }: Trouble, its = expect) {
  const { body } = await payOut()
  const row = body.sbResData.row
  await its
    .poll(async () => (await call(`GET a2u/details/${row.payout_id}`)).body.sbResData.row, {
      timeout: 60_000,
    })
    .toMatchObject({ status: 'completed' })
  const { payments } = await control.payments({ limit: 1 })
  const transfers = (await paid()).filter(({ memo }) => memo === payments[0]?.payment.identifier)
  its(transfers).toHaveLength(1)
}

test.each<PresetName>(['create-lost-answer', 'submit-504', 'fee-too-low', 'tx-too-early'])(
  '%s: the proxy pays once, and completes',
  async (name) => {
    const trouble = await startInTrouble(name)
    expect(trouble.isSaid).toBe(true)
    await expectPaidOnce(trouble)
    expect((await trouble.control.faults()).faults).toMatchObject([{ hits: 1 }])
  },
)

test('verification-lags: the proxy repeats complete until Pi accepts it', async () => {
  const trouble = await startInTrouble('verification-lags')
  const { control, pi, id, txid, payOut, isSaid } = trouble
  expect(isSaid).toBe(true)
  await control.advanceClock({ ms: 30_000 })
  await pi.payments.complete(id, txid)

  const paying = payOut()
  await control.waitForRequests({ operation: 'payments.complete', status: 400, count: 1 })
  await control.advanceClock({ ms: 30_000 })
  await paying
  await expectPaidOnce(trouble)
})

test.each<PresetName>(['pending-lock', 'approved-no-tx', 'cancelled-by-user'])(
  '%s: abort ends the payment, and the user can pay again',
  async (name) => {
    const { call, control, id, isSaid } = await startInTrouble(name)
    expect(isSaid).toBe(true)
    expect(await call(`POST u2a/abort/${id}`)).toMatchObject({
      status: 200,
      body: { sbResData: { row: { status: 'aborted' } } },
    })
    await control.createPayment({ username: 'alice', amount: 1 })
  },
)

test('paid-not-completed: the proxy completes it with the transaction that it shows', async () => {
  const { call, control, id, isSaid } = await startInTrouble('paid-not-completed')
  expect(isSaid).toBe(true)
  const { body } = await call(`GET u2a/details/${id}`, { key: null })
  const { txid } = body.piResData.transaction
  expect(await call(`POST u2a/complete/${id}/${txid}`)).toMatchObject({ status: 200 })
  await control.createPayment({ username: 'alice', amount: 1 })
})

test.each<PresetName>(['html-500-on-approve', 'duplicate-callbacks'])(
  '%s: the proxy approves',
  async (name) => {
    const { call, id, isSaid, control } = await startInTrouble(name)
    expect(isSaid).toBe(true)
    expect(await call(`POST u2a/approve/${id}`)).toMatchObject({
      status: 200,
      body: { piResData: { status: { developer_approved: true } } },
    })
    const [fault] = (await control.faults()).faults
    expect(fault?.hits).toBeGreaterThan(0)
  },
)

test('rate-limited: the proxy asks its caller to wait, and repeats the calls of its payouts', async () => {
  const approving = await startInTrouble('rate-limited')
  expect(approving.isSaid).toBe(false)
  const route = `POST u2a/approve/${approving.id}`
  const refused = await approving.call(route)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
  await approving.call(route)
  expect((await approving.call(route)).status).toBe(200)

  await expectPaidOnce(await startInTrouble('rate-limited'))
})

test('complete-lost-answer: the proxy completes', async () => {
  const { call, id, txid, isSaid } = await startInTrouble('complete-lost-answer')
  expect(isSaid).toBe(true)
  expect(await call(`POST u2a/complete/${id}/${txid}`)).toMatchObject({
    status: 200,
    body: { sbResData: { row: { status: 'completed' } } },
  })
})

test.each<[PresetName, number, string]>([
  ['missing-scope', 422, 'missing_scope'],
  ['wrong-app-uid', 404, 'user_not_found'],
  ['stale-uid', 404, 'user_not_found'],
])('%s: the proxy says so, and pays nothing', async (name, status, code) => {
  const { payOut, paid, isSaid } = await startInTrouble(name)
  expect(isSaid).toBe(false)
  expect(await payOut()).toMatchObject({
    status,
    body: { code, sbResData: { row: { status: 'failed', fail_code: code } } },
  })
  expect(await paid()).toEqual([])
})

test.each<[PresetName, string]>([
  ['approval-expired', 'cancelled_payment'],
  ['wrong-key', 'upstream_auth'],
  ['other-apps-payment', 'payment_not_found'],
])('%s: the proxy refuses to approve with %s', async (name, code) => {
  const { call, id, isSaid } = await startInTrouble(name)
  expect(isSaid).toBe(false)
  expect((await call(`POST u2a/approve/${id}`)).body).toMatchObject({ success: false, code })
})

// They wait for a quarter of a minute each.
describe.concurrent('troubles that take a while', { timeout: 90_000 }, () => {
  test('slow-horizon: the proxy waits, and pays once', async ({ expect, onTestFinished }) => {
    const trouble = await startInTrouble('slow-horizon', onTestFinished)
    expect(trouble.isSaid).toBe(true)
    await expectPaidOnce(trouble, expect)
  })

  test.for<[PresetName, (trouble: Trouble) => Promise<unknown>]>([
    ['ongoing-a2u', ({ pi, id }) => pi.payments.cancel(id)],
    ['tx-never-verified', ({ pi, id, txid }) => pi.payments.complete(id, txid)],
  ])(
    '%s: the proxy leaves it alone, and goes on when someone ends it',
    async ([name, end], { expect, onTestFinished }) => {
      const trouble = await startInTrouble(name, onTestFinished)
      const { id, payOut, proxy, pi, isSaid } = trouble
      expect(isSaid).toBe(false)
      const paying = payOut()
      await expect
        .poll(() => proxy.lines.filter((line) => line.includes('payment_blocks')).join('\n'), {
          timeout: 30_000,
        })
        .toContain(id)
      expect((await pi.payments.get(id)).status).toMatchObject({
        cancelled: false,
        developer_completed: false,
      })
      await end(trouble)
      await paying
      await expectPaidOnce(trouble, expect)
    },
  )
})
