import { noItem } from '../../model/match.ts'
import type { ConformanceCase, Expect } from '../../model/case.ts'
import { haveUser, usernameOf } from '../have-user.ts'
import { bodyCases, type BodyPlan } from '../inputs/body-plan.ts'
import { ref, text } from '../../model/template.ts'
import { havePayment, read } from './have-payment.ts'
import { PLAYED } from './platform-case.ts'

const REFUSED: Expect = { status: 'refused' }

const plans: readonly BodyPlan[] = [
  {
    api: 'platform',
    name: 'payments.complete',
    needs: PLAYED,
    fixture: 'platform-payments-complete',
    before: havePayment('paid'),
    call: { params: { paymentId: ref('id') } },
    expect: REFUSED,
    after: [{ ...read(), expect: { status: 200, state: 'paid' } }],
  },
  {
    api: 'platform',
    name: 'sdk.createUserPayment',
    needs: PLAYED,
    fixture: 'platform-sdk-create-user-payment-request',
    before: haveUser('alice'),
    call: { authorization: [text`Bearer ${'aliceToken'}`] },
    expect: REFUSED,
    after: [
      {
        control: 'GET /payments?limit=200',
        expectBody: { payments: noItem({ username: usernameOf('alice') }) },
      },
    ],
  },
  {
    api: 'platform',
    name: 'notifications.notify',
    needs: PLAYED,
    fixture: 'platform-notifications-notify',
    before: haveUser('alice', { scopes: ['in_app_notifications'] }),
    call: {},
    expect: REFUSED,
    after: [],
  },
]

/** Bodies that the Platform API must refuse. */
export const platformBodyCases: readonly ConformanceCase[] = bodyCases(plans)
