import type { CallStep, ConformanceCase } from '../../model/case.ts'
import { advanceClock, APPROVAL_MS, payPayment } from '../have-user.ts'
import { ref } from '../../model/template.ts'
import { havePayment, read, send } from './have-payment.ts'
import { PLAYED, platformCase } from './platform-case.ts'

const bodies: readonly [name: string, step: Partial<CallStep>][] = [
  ['no-body', {}],
  ['an-empty-object', { body: {} }],
  ['null', { raw: 'null' }],
  ['what-sdks-send', { body: { paymentId: ref('id'), accessToken: 'a'.repeat(43) } }],
]

const bodyCases = bodies.map(([name, step]) =>
  platformCase({
    id: `payments.approve/with-${name}`,
    title: `An approval accepts ${name.replaceAll('-', ' ')} as its body, as official clients send it`,
    needs: PLAYED,
    steps: [
      ...havePayment('created'),
      { ...send('approve'), ...step, expect: { status: 200, state: 'approved' } },
    ],
  }),
)

const expiryCases: ConformanceCase[] = [
  platformCase({
    id: 'payments.approve/just-in-time',
    title: 'A payment can be approved until 60 seconds have passed',
    needs: PLAYED,
    steps: [
      ...havePayment('created'),
      advanceClock(APPROVAL_MS - 5_000),
      { ...send('approve'), expect: { status: 200, state: 'approved' } },
    ],
  }),
  platformCase({
    id: 'payments.approve/stays-approved',
    title: 'An approved payment does not expire while its user takes time to pay',
    needs: PLAYED,
    steps: [
      ...havePayment('approved'),
      advanceClock(APPROVAL_MS * 2),
      { ...read(), expect: { status: 200, state: 'approved' } },
      payPayment(),
      { ...send('complete'), expect: { status: 200, state: 'completed' } },
    ],
  }),
]

/** What approvals take, and until when. */
export const approveCases: readonly ConformanceCase[] = [...bodyCases, ...expiryCases]
