import type { ConformanceCase } from '../../model/case.ts'
import { PLAYED } from '../platform/platform-case.ts'
import type { U2aState } from '../platform/u2a-rules.ts'
import { ref } from '../../model/template.ts'
import { alohaCase, atPi, havePayment, send, success } from './have-payment.ts'
import type { AlohaCommand } from './u2a-rules.ts'

const TIMES = 20
const all = { atLeast: TIMES, atMost: TIMES }

function repeated(
  command: Exclude<AlohaCommand, 'complete-other'>,
  from: U2aState,
  to: 'approved' | 'completed' | 'cancelled',
): ConformanceCase {
  return alohaCase({
    id: `u2a.${command}/twenty-at-once`,
    title: `The same call twenty times at once returns 200 each time, and has one effect`,
    needs: PLAYED,
    steps: [
      ...havePayment(from),
      {
        race: [{ ...send(command), expect: {} }],
        times: TIMES,
        outcomes: [{ expect: { status: 200, state: to }, ...all }],
      },
      { ...atPi(), expect: { status: 200, state: to } },
      { timeline: ref('id'), events: { [to]: 1 } },
      { ...send(command), expect: success(to) },
    ],
  })
}

/** Calls at once. */
export const alohaRaceCases: readonly ConformanceCase[] = [
  repeated('approve', 'created', 'approved'),
  repeated('complete', 'paid', 'completed'),
  repeated('abort', 'approved', 'cancelled'),
  alohaCase({
    id: 'u2a.abort/at-once-with-completions',
    title: 'Completions and aborts of a paid payment at once leave it completed',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      {
        race: [
          { ...send('abort'), expect: {} },
          { ...send('complete'), expect: {} },
        ],
        times: TIMES / 2,
        outcomes: [
          {
            expect: { status: 200, state: 'completed' },
            atLeast: TIMES / 2,
            atMost: TIMES / 2,
          },
          { expect: { status: 409, code: ['payment_tx_present', 'already_completed'] } },
        ],
      },
      { ...atPi(), expect: { status: 200, state: 'completed' } },
    ],
  }),
  alohaCase({
    id: 'u2a.abort/at-once-with-approvals',
    title: 'Approvals and aborts at once leave a cancelled payment',
    needs: PLAYED,
    steps: [
      ...havePayment('created'),
      {
        race: [
          { ...send('approve'), expect: {} },
          { ...send('abort'), expect: {} },
        ],
        times: TIMES / 2,
        outcomes: [
          {
            expect: { status: 200, state: 'cancelled' },
            atLeast: TIMES / 2,
            atMost: TIMES / 2,
          },
          { expect: { status: 200, state: 'approved' } },
          { expect: { status: 409, code: ['cancelled_payment'] } },
        ],
      },
      { ...atPi(), expect: { status: 200, state: 'cancelled' } },
      { timeline: ref('id'), events: { cancelled: 1 } },
    ],
  }),
]
