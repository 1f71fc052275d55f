import type { NotifyResponse, Payment, RewardedAdStatus, User } from '@aloha-pi/contracts/platform'
import { expectTypeOf } from 'vitest'
import {
  createPiClient,
  isAbortError,
  isAlohaPiError,
  isInvalidArgumentError,
  isNetworkError,
  isPiApiError,
  isResponseShapeError,
  isTimeoutError,
  type CallOptions,
  type NewPayment,
  type PiClient,
  type PiClientOptions,
} from './index.ts'

// Types only: this file is compiled, never run.
declare const pi: PiClient
declare const error: unknown

expectTypeOf(createPiClient).returns.toEqualTypeOf<PiClient>()
expectTypeOf(createPiClient).parameter(0).toEqualTypeOf<PiClientOptions | undefined>()
expectTypeOf<PiClientOptions['apiKey']>().toEqualTypeOf<string | undefined>()

expectTypeOf(pi.me).returns.resolves.toEqualTypeOf<User>()
expectTypeOf(pi.payments.create).returns.resolves.toEqualTypeOf<Payment>()
expectTypeOf(pi.payments.get).returns.resolves.toEqualTypeOf<Payment>()
expectTypeOf(pi.payments.incomplete).returns.resolves.toEqualTypeOf<Payment[]>()
expectTypeOf(pi.ads.status).returns.resolves.toEqualTypeOf<RewardedAdStatus>()
expectTypeOf(pi.notifications.notify).returns.resolves.toEqualTypeOf<NotifyResponse>()

expectTypeOf(pi.payments.get).parameters.toEqualTypeOf<[string, (CallOptions | undefined)?]>()
expectTypeOf(pi.payments.complete).parameters.toEqualTypeOf<
  [string, string, (CallOptions | undefined)?]
>()
expectTypeOf<CallOptions['signal']>().toEqualTypeOf<AbortSignal | undefined>()
expectTypeOf<NewPayment>().toEqualTypeOf<{
  amount: number | string
  memo: string
  metadata: Record<string, unknown>
  uid: string
}>()

// The known fields of a payment keep their types although unknown ones pass through.
expectTypeOf<Payment['direction']>().toEqualTypeOf<'user_to_app' | 'app_to_user'>()
expectTypeOf<Payment['status']['cancelled']>().toEqualTypeOf<boolean>()

// @ts-expect-error a txid is required
void pi.payments.complete('id')
// @ts-expect-error a payment is not wrapped
void pi.payments.create({ payment: { amount: 1, memo: '', metadata: {}, uid: '' } })
// @ts-expect-error there is no way around the refusal of keys in a browser
createPiClient({ apiKey: 'k', dangerouslyAllowBrowser: true })

if (isPiApiError(error)) {
  expectTypeOf(error.status).toEqualTypeOf<number>()
  expectTypeOf(error.code).toEqualTypeOf<string | undefined>()
  expectTypeOf(error.payment).toEqualTypeOf<Payment | undefined>()
  expectTypeOf(error.verificationError).toEqualTypeOf<string | undefined>()
  expectTypeOf(error.requestId).toEqualTypeOf<string | undefined>()
}
if (isAlohaPiError(error)) expectTypeOf(error.outcomeUnknown).toEqualTypeOf<boolean>()
if (isNetworkError(error)) expectTypeOf(error.code).toEqualTypeOf<string | undefined>()
if (isTimeoutError(error)) expectTypeOf(error.timeoutMs).toEqualTypeOf<number>()
if (isAbortError(error)) expectTypeOf(error.cause).toEqualTypeOf<unknown>()
if (isResponseShapeError(error)) expectTypeOf(error.status).toEqualTypeOf<number>()
if (isInvalidArgumentError(error)) expectTypeOf(error.field).toEqualTypeOf<string>()
