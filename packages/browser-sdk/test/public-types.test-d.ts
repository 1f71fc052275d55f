import type { Payment, Scope, User } from '@aloha-pi/contracts/wire'
import { expectTypeOf } from 'vitest'
import type {
  AuthResult,
  AutopilotOptions,
  InitOptions,
  PaymentCallbacks,
  PaymentData,
  PiMock,
  PiPayment,
  PiSdk,
  ShownAd,
} from '../src/index.ts'
import type { DocumentedPi } from './documented-surface.ts'

// Our Pi can stand wherever an app expects Pi's.
declare const ours: PiSdk
ours satisfies DocumentedPi

expectTypeOf<InitOptions['version']>().toEqualTypeOf<'2.0' | '3.0'>()
expectTypeOf<PiSdk['authenticate']>().parameter(0).toEqualTypeOf<readonly Scope[]>()
expectTypeOf<AuthResult>().toEqualTypeOf<{ accessToken: string; user: User }>()
expectTypeOf<PiPayment>().toExtend<Payment>()
expectTypeOf<PiPayment>().toHaveProperty('metadata').toEqualTypeOf<Record<string, unknown>>()
expectTypeOf<PaymentData['amount']>().toEqualTypeOf<number>()
expectTypeOf<PaymentCallbacks['onError']>().parameter(1).toEqualTypeOf<PiPayment | undefined>()
expectTypeOf<PiSdk['createPayment']>().returns.toEqualTypeOf<object>()
expectTypeOf<PiSdk['signIn']>().returns.toEqualTypeOf<void>()
type Interstitial = Extract<ShownAd, { type: 'interstitial' }>
expectTypeOf<Extract<Interstitial['result'], 'AD_REWARDED'>>().toBeNever()
expectTypeOf<PiMock['autopilot']>().parameter(0).toEqualTypeOf<AutopilotOptions | null>()
