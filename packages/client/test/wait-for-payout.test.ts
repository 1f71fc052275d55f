import { getEventListeners } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { countTimers } from './count-timers.ts'
import { failureOf } from './failure-of.ts'
import { createFakeProxy } from './fake-proxy.ts'
import { startAloha } from './start-aloha.ts'
import { startFaultServer, TIMEOUT_MS } from './start-fault-server.ts'
import { json } from './start-server.ts'
import {
  PAYMENT_ID,
  PAYOUT_ID,
  payoutEnvelope,
  payoutRow,
  TXID,
  wirePayment,
} from './wire-payment.ts'
import { createAlohaClient, isTimeoutError } from '../src/index.ts'

afterEach(() => {
  vi.useRealTimers()
})

const noSleep = async () => {}

test('a payout is read until it is final', async () => {
  const proxy = createFakeProxy(['processing', 'processing', 'completed'])
  const waits: number[] = []
  const server = await startFaultServer([], proxy.serve)
  const sleep = async (ms: number) => void waits.push(ms)
  const aloha = createAlohaClient({ baseUrl: server.url, sleep })
  const { payout, payment } = await aloha.a2u.waitFor(PAYOUT_ID, { intervalMs: 700 })
  expect(payout).toEqual(payoutRow('completed', { txid: TXID }))
  expect(payment).toMatchObject({ identifier: PAYMENT_ID })
  expect(server.arrived).toHaveLength(3)
  expect(waits).toEqual([700, 700])
})

test.each(['completed', 'paid_unconfirmed', 'cancelled', 'failed'] as const)(
  '%s is final, and returned as it is',
  async (status) => {
    const { aloha, requests } = await startAloha({
      status: 200,
      body: payoutEnvelope('details', status),
    })
    expect((await aloha.a2u.waitFor(PAYOUT_ID)).payout.status).toBe(status)
    expect(requests).toHaveLength(1)
  },
)

test('trouble that passes is waited out, beyond the retries of one read', async () => {
  const proxy = createFakeProxy(['processing', 'completed'])
  const server = await startFaultServer(
    [
      'ok',
      'reset before',
      '500 page',
      '429',
      'cut JSON',
      'reset after',
      'stall before',
      '500 page',
    ],
    proxy.serve,
  )
  const options = { baseUrl: server.url, sleep: noSleep, timeoutMs: TIMEOUT_MS }
  const { payout } = await createAlohaClient(options).a2u.waitFor(PAYOUT_ID)
  expect(payout.status).toBe('completed')
  expect(server.arrived).toHaveLength(9)
})

test('a payout that no one knows ends the waiting', async () => {
  const body = { success: false, error: 'x', code: 'payment_not_found', request_id: 'r' }
  const { aloha, requests } = await startAloha({ status: 404, body })
  const error = await failureOf(aloha.a2u.waitFor(PAYOUT_ID))
  expect(error).toMatchObject({ name: 'AlohaApiError', code: 'payment_not_found' })
  expect(requests).toHaveLength(1)
})

test('a payment that the proxy did not make cannot be waited for', async () => {
  const body = { success: true, action: 'details', direction: 'a2u', piResData: wirePayment() }
  const { aloha } = await startAloha({ status: 200, body })
  const error = await failureOf(aloha.a2u.waitFor(PAYMENT_ID))
  expect(error).toMatchObject({ name: 'ResponseShapeError' })
  expect(error.message).toContain('without a payout record: the proxy did not make this')
})

const processing = { status: 200, body: payoutEnvelope('details', 'processing') }

test('a payout that is not final in time has not failed', async () => {
  const { aloha } = await startAloha(processing)
  const error = await failureOf(aloha.a2u.waitFor(PAYOUT_ID, { timeoutMs: 150, intervalMs: 20 }))
  expect(isTimeoutError(error)).toBe(true)
  expect(error).toMatchObject({ timeoutMs: 150, outcomeUnknown: true, cause: undefined })
  expect(error.message).toBe(
    `payout ${PAYOUT_ID}: not final after 150 ms. It is still being processed: wait for it again.`,
  )
})

test('what kept it from being read is the cause', async () => {
  const { aloha } = await startAloha({ status: 503, body: '' })
  const error = await failureOf(aloha.a2u.waitFor(PAYOUT_ID, { timeoutMs: 150, intervalMs: 20 }))
  expect(error).toMatchObject({
    name: 'TimeoutError',
    cause: { name: 'AlohaApiError', status: 503 },
  })
})

test('an abort ends the waiting, not the payout', async () => {
  const controller = new AbortController()
  const reason = new Error('the user left')
  const { aloha } = await startAloha((res) => {
    json(res, 200, processing.body)
    controller.abort(reason)
  })
  const { signal } = controller
  const error = await failureOf(aloha.a2u.waitFor(PAYOUT_ID, { signal, intervalMs: 60_000 }))
  expect(error).toMatchObject({ name: 'AbortError', outcomeUnknown: true, cause: reason })
  const again = await failureOf(aloha.a2u.waitFor(PAYOUT_ID, { signal }))
  expect(again).toMatchObject({ name: 'AbortError', outcomeUnknown: true })
})

test('no timer and no listener is left after a wait, however it ends', async () => {
  const timers = countTimers()
  const controller = new AbortController()
  const { signal } = controller
  let status: 'processing' | 'completed' = 'processing'
  const fetch = async () => Response.json(payoutEnvelope('details', status))
  const { a2u } = createAlohaClient({ baseUrl: 'https://pay.example', fetch })

  const slow = failureOf(a2u.waitFor(PAYOUT_ID, { signal, timeoutMs: 5_000 }))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(await slow).toMatchObject({ name: 'TimeoutError' })
  expect(timers()).toBe(0)

  const good = a2u.waitFor(PAYOUT_ID, { signal })
  await vi.advanceTimersByTimeAsync(2_000)
  status = 'completed'
  await vi.advanceTimersByTimeAsync(2_000)
  expect((await good).payout.status).toBe('completed')
  expect(timers()).toBe(0)

  status = 'processing'
  const aborted = failureOf(a2u.waitFor(PAYOUT_ID, { signal }))
  await vi.advanceTimersByTimeAsync(1_000)
  controller.abort()
  expect(await aborted).toMatchObject({ name: 'AbortError' })
  expect(timers()).toBe(0)
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})
