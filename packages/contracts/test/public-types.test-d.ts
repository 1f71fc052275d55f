import { expectTypeOf } from 'vitest'
import type { ClientInferRequest, ClientInferResponseBody } from '@ts-rest/core'
import type { alohaContract, AlohaErrorCode, Payment, User } from '../src/index.ts'
import type { platformContract, PlatformErrorBody } from '../src/platform/index.ts'
import type { alohaRoutes, WireData, WireInput } from '../src/wire/index.ts'
import { errorEvidence, operationEvidence, type Evidence } from '../src/evidence/index.ts'

// What a user of the package sees. tsc is the test runner of this file.

expectTypeOf<Payment['status']['cancelled']>().toEqualTypeOf<boolean>()
expectTypeOf<Payment['status']['user_cancelled']>().toEqualTypeOf<boolean>()
expectTypeOf<Payment['status']['canceled']>().toEqualTypeOf<boolean | undefined>()
expectTypeOf<Payment['user_uid']>().toEqualTypeOf<string>()
expectTypeOf<Payment['Pioneer_uid']>().toEqualTypeOf<string | undefined>()
expectTypeOf<Payment['amount']>().toEqualTypeOf<number>()
expectTypeOf<Payment['direction']>().toEqualTypeOf<'user_to_app' | 'app_to_user'>()
expectTypeOf<Payment['network']>().toEqualTypeOf<'Pi Network' | 'Pi Testnet'>()
expectTypeOf<NonNullable<Payment['transaction']>['txid']>().toEqualTypeOf<string>()
expectTypeOf<User['username']>().toEqualTypeOf<string | undefined>()
expectTypeOf<PlatformErrorBody['payment']>().toEqualTypeOf<Payment | undefined>()

type Platform = typeof platformContract
expectTypeOf<ClientInferResponseBody<Platform['payments']['get'], 200>>().toEqualTypeOf<Payment>()
expectTypeOf<ClientInferResponseBody<Platform['me']['get'], 401>>().toEqualTypeOf<undefined>()
expectTypeOf<ClientInferRequest<Platform['payments']['complete']>['body']>().toEqualTypeOf<{
  txid: string
}>()
expectTypeOf<
  ClientInferRequest<Platform['payments']['create']>['body']['payment']['amount']
>().toEqualTypeOf<number | string>()

type Aloha = typeof alohaContract
expectTypeOf<
  ClientInferRequest<Aloha['a2u']['create']>['body']['payment']['amount']
>().toEqualTypeOf<number>()
expectTypeOf<ClientInferRequest<Aloha['u2a']['complete']>['params']>().toEqualTypeOf<{
  piPayId: string
  piTxId?: string | undefined
}>()
expectTypeOf<
  ClientInferResponseBody<Aloha['u2a']['approve'], 200>['piResData']
>().toEqualTypeOf<Payment>()
expectTypeOf<
  ClientInferResponseBody<Aloha['a2u']['create'], 202>['piResData']
>().toEqualTypeOf<Payment | null>()
type Routes = typeof alohaRoutes
expectTypeOf<WireInput<Routes['u2a']['complete']>>().toEqualTypeOf<{
  params: { piPayId: string; piTxId?: string | undefined }
}>()
expectTypeOf<WireInput<Routes['a2u']['create']>['headers']>().toEqualTypeOf<{
  readonly 'idempotency-key': string | undefined
}>()
expectTypeOf<WireData<Routes['u2a']['approve']>['piResData']>().toEqualTypeOf<Payment>()

expectTypeOf<'payment_not_found'>().toExtend<AlohaErrorCode>()

expectTypeOf(operationEvidence.platform['payments.approve']).toEqualTypeOf<Evidence>()
expectTypeOf(operationEvidence.aloha).toHaveProperty('a2u.create')
expectTypeOf(operationEvidence.platform).not.toHaveProperty('payments.submit')
expectTypeOf(errorEvidence.verification).toHaveProperty('tx_memo_payment_identifier_mismatch')
