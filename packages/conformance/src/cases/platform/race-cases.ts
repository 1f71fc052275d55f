import type { ConformanceCase, Expect } from '../../model/case.ts'
import { ref } from '../../model/template.ts'
import { havePayment, read, send } from './have-payment.ts'
import { PLAYED, platformCase } from './platform-case.ts'
import { u2aRules, type U2aCommand, type U2aState } from './u2a-rules.ts'

const TIMES = 20

/** What the same command gets once its effect is there. */
function repeated(state: U2aState, command: U2aCommand): Expect {
  const outcome = u2aRules[state][command]
  if ('to' in outcome) throw new Error(`${command} of a ${state} payment has an effect`)
  return outcome.refused
}

const once = { atLeast: 1, atMost: 1 }

/** The same call many times at once has one effect. */
export const raceCases: readonly ConformanceCase[] = [
  platformCase({
    id: 'payments.approve/twenty-at-once',
    title: 'Of twenty approvals at once one approves, and the others are refused',
    needs: PLAYED,
    steps: [
      ...havePayment('created'),
      {
        race: [{ ...send('approve'), expect: {} }],
        times: TIMES,
        outcomes: [
          { expect: { status: 200, state: 'approved' }, ...once },
          { expect: repeated('approved', 'approve') },
        ],
      },
      { ...read(), expect: { status: 200, state: 'approved' } },
      { timeline: ref('id'), events: { approved: 1 } },
    ],
  }),
  platformCase({
    id: 'payments.complete/twenty-at-once',
    title: 'Of twenty completions at once one completes, and the others are refused',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      {
        race: [{ ...send('complete'), expect: {} }],
        times: TIMES,
        outcomes: [
          { expect: { status: 200, state: 'completed' }, ...once },
          { expect: repeated('completed', 'complete') },
        ],
      },
      { ...read(), expect: { status: 200, state: 'completed' } },
      { timeline: ref('id'), events: { completed: 1 } },
    ],
  }),
  platformCase({
    id: 'payments.cancel/twenty-at-once',
    title: 'Of twenty cancellations at once one cancels, and the others are refused',
    needs: PLAYED,
    steps: [
      ...havePayment('approved'),
      {
        race: [{ ...send('cancel'), expect: {} }],
        times: TIMES,
        outcomes: [
          { expect: { status: 200, state: 'cancelled' }, ...once },
          { expect: repeated('cancelled', 'cancel') },
        ],
      },
      { ...read(), expect: { status: 200, state: 'cancelled' } },
      { timeline: ref('id'), events: { cancelled: 1 } },
    ],
  }),
  platformCase({
    id: 'payments.cancel/at-once-with-approvals',
    title: 'Approvals and cancellations at once leave a cancelled payment, cancelled once',
    needs: PLAYED,
    steps: [
      ...havePayment('created'),
      {
        race: [
          { ...send('approve'), expect: {} },
          { ...send('cancel'), expect: {} },
        ],
        times: TIMES / 2,
        outcomes: [
          { expect: { status: 200, state: 'cancelled' }, ...once },
          { expect: { status: 200, state: 'approved' }, atMost: 1 },
          { expect: { status: 'refused', code: ['already_approved', 'cancelled_payment'] } },
        ],
      },
      { ...read(), expect: { status: 200, state: 'cancelled' } },
    ],
  }),
  platformCase({
    id: 'payments.cancel/at-once-with-completions',
    title: 'Completions and cancellations of a paid payment at once leave it completed',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      {
        race: [
          { ...send('cancel'), expect: {} },
          { ...send('complete'), expect: {} },
        ],
        times: TIMES / 2,
        outcomes: [
          { expect: { status: 200, state: 'completed' }, ...once },
          { expect: { status: 'refused', code: ['already_completed', 'payment_tx_present'] } },
        ],
      },
      { ...read(), expect: { status: 200, state: 'completed' } },
    ],
  }),
]
