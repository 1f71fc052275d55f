import type { ConformanceCase, Expect } from '../../model/case.ts'
import { concat, ref } from '../../model/template.ts'
import { asOtherApp, haveOtherApp, notFound, notOwn } from './have-other-app.ts'
import { havePayment, read, send, UNKNOWN_ID } from './have-payment.ts'
import { PLAYED, platformCase } from './platform-case.ts'

const commands = ['approve', 'complete-other', 'cancel'] as const

const unknownCases = commands.map((command) =>
  platformCase({
    id: `${send(command).call}/of-an-unknown-payment`,
    title: `${send(command).call} of an unknown id is payment_not_found`,
    needs: ['write'],
    steps: [{ ...send(command), params: { paymentId: UNKNOWN_ID }, expect: notFound }],
  }),
)

const notOwnOf: Record<(typeof commands)[number], Expect> = {
  approve: {
    ...notOwn,
    fixture: ['platform-payments-get-not-found', 'platform-payments-approve-forbidden'],
  },
  'complete-other': notOwn,
  cancel: notOwn,
}

/** A payment of another app is as if it were not there, or is refused. */
const foreignCases = commands.map((command) =>
  platformCase({
    id: `${send(command).call}/of-another-app`,
    title: `${send(command).call} of another app's payment is payment_not_found or forbidden, and changes nothing`,
    needs: PLAYED,
    steps: [
      haveOtherApp,
      ...havePayment(command === 'complete-other' ? 'paid' : 'created'),
      { ...send(command), ...asOtherApp, expect: notOwnOf[command] },
      {
        ...read(),
        expect: { status: 200, state: command === 'complete-other' ? 'paid' : 'created' },
      },
    ],
  }),
)

const unrelated = concat(ref('unique'), '-order')
const independenceCases: ConformanceCase[] = [
  platformCase({
    id: 'payments.cancel/leaves-other-payments-alone',
    title: 'Cancelling a payment changes no other one',
    needs: PLAYED,
    steps: [
      ...havePayment('approved', { metadata: { order: unrelated } }),
      ...havePayment('approved', { user: 'bob', as: 'otherId' }),
      { ...send('cancel', 'otherId'), expect: { status: 200, state: 'cancelled' } },
      {
        ...read(),
        expect: { status: 200, state: 'approved', body: { metadata: { order: unrelated } } },
      },
    ],
  }),
]

/** Whose payments can be acted on. */
export const ownershipCases: readonly ConformanceCase[] = [
  ...unknownCases,
  ...foreignCases,
  ...independenceCases,
]
