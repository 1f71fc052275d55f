import { platformContract } from '@aloha-pi/contracts/platform'
import type { TsRestRequestHandler } from '@ts-rest/express'
import * as z from 'zod'
import { sendRefusal } from '../http/send-refusal.ts'
import { platformRefusal } from './platform-refusal.ts'

/** The SDK's name, and that of the wire. */
const NAMES = ['tokenCanonical', 'token_canonical'] as const
const LONGEST_SHOWN = 100

const asked = z.object({ tokenCanonical: z.unknown(), token_canonical: z.unknown() }).partial()
const wrapped = z.object({ payment: asked })

/** Refuses a new payment that asks for a token: to charge Pi instead, without a word, would hide the fault. */
export const refuseTokens: TsRestRequestHandler<typeof platformContract> = (req, res, next) => {
  const payment = newPaymentOf(req.tsRestRoute, req.body)
  const name = NAMES.find((each) => isAsked(payment?.[each]))
  if (name == null) return next()
  const token = JSON.stringify(payment?.[name]).slice(0, LONGEST_SHOWN)
  sendRefusal(
    res,
    platformRefusal('feature_not_available', 'payment/token', {
      message: `The payment requests the token ${token} in ${name}, but this mock has no tokens. For a payment in Pi, leave ${name} out.`,
    }),
  )
}

/** Without a token, null or an empty text the payment is one of Pi. */
function isAsked(token: unknown): boolean {
  return token != null && token !== ''
}

function newPaymentOf(route: unknown, body: unknown) {
  switch (route) {
    case platformContract.payments.create:
      return wrapped.safeParse(body).data?.payment
    case platformContract.sdk.createUserPayment:
      return asked.safeParse(body).data
    default:
      return undefined
  }
}
