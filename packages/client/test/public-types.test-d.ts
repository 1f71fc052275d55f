import type {
  NotifyResponse,
  Payment,
  PayoutRow,
  RewardedAdStatus,
  U2aRow,
  User,
} from '@aloha-pi/contracts/wire'
import { expectTypeOf } from 'vitest'
import {
  createAlohaClient,
  createPiClient,
  isAbortError,
  isAlohaApiError,
  isAlohaPiError,
  isInvalidArgumentError,
  isNetworkError,
  isOutcomeUnknownError,
  isPiApiError,
  isResponseShapeError,
  isTimeoutError,
  type AlohaClient,
  type AlohaClientOptions,
  type ApiPromise,
  type CallOptions,
  type ClientHooks,
  type CreatePaymentOptions,
  type CreatePayoutOptions,
  type IncompleteOptions,
  type NewPayment,
  type NewPayout,
  type PiClient,
  type PiClientOptions,
  type RetryEvent,
  type WithResponse,
} from '../src/index.ts'

// Types only: this file is compiled, never run.
declare const pi: PiClient
declare const aloha: AlohaClient
declare const error: unknown

expectTypeOf(createPiClient).returns.toEqualTypeOf<PiClient>()
expectTypeOf(createPiClient).parameter(0).toEqualTypeOf<PiClientOptions | undefined>()
expectTypeOf<PiClientOptions['apiKey']>().toEqualTypeOf<string | undefined>()
expectTypeOf(createAlohaClient).returns.toEqualTypeOf<AlohaClient>()
expectTypeOf<AlohaClientOptions['baseUrl']>().toEqualTypeOf<string>()

expectTypeOf(pi.me).returns.resolves.toEqualTypeOf<User>()
expectTypeOf(pi.payments.create).returns.resolves.toEqualTypeOf<Payment>()
expectTypeOf(pi.payments.get).returns.toEqualTypeOf<ApiPromise<Payment>>()
expectTypeOf(pi.payments.incomplete).returns.resolves.toEqualTypeOf<Payment[]>()
expectTypeOf(pi.ads.status).returns.resolves.toEqualTypeOf<RewardedAdStatus>()
expectTypeOf(pi.notifications.notify).returns.resolves.toEqualTypeOf<NotifyResponse>()

expectTypeOf(pi.payments.get).parameters.toEqualTypeOf<[string, (CallOptions | undefined)?]>()
expectTypeOf(pi.payments.complete).parameters.toEqualTypeOf<
  [string, string, (CallOptions | undefined)?]
>()
expectTypeOf<CallOptions>().toEqualTypeOf<{
  signal?: AbortSignal | undefined
  timeoutMs?: number | undefined
  retries?: number | undefined
}>()
expectTypeOf<NonNullable<CreatePaymentOptions['correlate']>>().toEqualTypeOf<{
  key: string
  value: string
}>()
expectTypeOf<NewPayment>().toEqualTypeOf<{
  amount: number | string
  memo: string
  metadata: Record<string, unknown>
  uid: string
}>()

expectTypeOf(aloha.u2a.approve).returns.resolves.toEqualTypeOf<{
  payment: Payment
  record: U2aRow | null
}>()
expectTypeOf(aloha.u2a.complete).parameter(1).toEqualTypeOf<string>()
expectTypeOf(aloha.a2u.create).returns.resolves.toEqualTypeOf<{
  payout: PayoutRow
  payment: Payment | null
}>()
expectTypeOf(aloha.a2u.create).parameter(1).toEqualTypeOf<CreatePayoutOptions | undefined>()
expectTypeOf(aloha.a2u.details).returns.resolves.toEqualTypeOf<{
  payout: PayoutRow | null
  payment: Payment | null
}>()
expectTypeOf(aloha.a2u.incomplete).returns.resolves.toEqualTypeOf<{
  payments: Payment[]
  payouts: PayoutRow[]
  nextCursor: string | null
}>()
expectTypeOf(aloha.a2u.incomplete).parameter(0).toEqualTypeOf<IncompleteOptions | undefined>()
expectTypeOf<NewPayout['amount']>().toEqualTypeOf<number>()

const final = await aloha.a2u.waitFor('id')
expectTypeOf(final.payout.status).toEqualTypeOf<
  'completed' | 'paid_unconfirmed' | 'cancelled' | 'failed'
>()
expectTypeOf(final.payout.txid).toEqualTypeOf<string | null>()

expectTypeOf(await pi.payments.get('id').withResponse()).toEqualTypeOf<WithResponse<Payment>>()
expectTypeOf<WithResponse<Payment>>().toEqualTypeOf<{
  data: Payment
  status: number
  requestId: string | undefined
  headers: Headers
}>()

// The known fields of a payment keep their types although unknown ones pass through.
expectTypeOf<Payment['direction']>().toEqualTypeOf<'user_to_app' | 'app_to_user'>()
expectTypeOf<Payment['status']['cancelled']>().toEqualTypeOf<boolean>()

expectTypeOf<NonNullable<ClientHooks['retry']>>().toEqualTypeOf<(event: RetryEvent) => void>()
expectTypeOf<RetryEvent['delayMs']>().toEqualTypeOf<number>()

// @ts-expect-error a txid is required
void pi.payments.complete('id')
// @ts-expect-error a txid is required
void aloha.u2a.complete('id')
// @ts-expect-error a payment is not wrapped
void pi.payments.create({ payment: { amount: 1, memo: '', metadata: {}, uid: '' } })
// @ts-expect-error a payout is a number of Pi
void aloha.a2u.create({ amount: '1', memo: '', metadata: {}, uid: '' })
// @ts-expect-error an idempotency key belongs to payouts
void pi.payments.get('id', { idempotencyKey: 'k' })
// @ts-expect-error the unit is in the name
void pi.payments.get('id', { timeout: 5 })
// @ts-expect-error there is no proxy to be guessed
createAlohaClient({ apiKey: 'k' })
// @ts-expect-error there is no way around the refusal of keys in a browser
createPiClient({ apiKey: 'k', dangerouslyAllowBrowser: true })

if (isPiApiError(error)) {
  expectTypeOf(error.status).toEqualTypeOf<number>()
  expectTypeOf<'already_approved'>().toExtend<NonNullable<typeof error.code>>()
  expectTypeOf(error.payment).toEqualTypeOf<Payment | undefined>()
  expectTypeOf(error.verificationError).toEqualTypeOf<string | undefined>()
  expectTypeOf(error.requestId).toEqualTypeOf<string | undefined>()
  expectTypeOf(error.retryAfterMs).toEqualTypeOf<number | undefined>()
}
if (isAlohaApiError(error)) {
  expectTypeOf<'idempotency_key_reuse'>().toExtend<NonNullable<typeof error.code>>()
  expectTypeOf(error.payout).toEqualTypeOf<PayoutRow | undefined>()
  expectTypeOf(error.record).toEqualTypeOf<U2aRow | undefined>()
}
if (isOutcomeUnknownError(error)) {
  expectTypeOf<typeof error.outcomeUnknown>().toEqualTypeOf<true>()
  expectTypeOf(error.payment).toEqualTypeOf<Payment | undefined>()
}
if (isAlohaPiError(error)) expectTypeOf(error.outcomeUnknown).toEqualTypeOf<boolean>()
if (isNetworkError(error)) expectTypeOf(error.code).toEqualTypeOf<string | undefined>()
if (isTimeoutError(error)) expectTypeOf(error.timeoutMs).toEqualTypeOf<number>()
if (isAbortError(error)) expectTypeOf(error.cause).toEqualTypeOf<unknown>()
if (isResponseShapeError(error)) expectTypeOf(error.status).toEqualTypeOf<number>()
if (isInvalidArgumentError(error)) expectTypeOf(error.field).toEqualTypeOf<string>()
