import type { ConformanceCase, Expect } from '../../model/case.ts'
import { havePaid, PAYING } from './have-payout.ts'
import { PLAYED } from '../platform/platform-case.ts'
import { ref, text } from '../../model/template.ts'
import { alohaCase, details, havePayment } from '../aloha/have-payment.ts'

const unauthorized: Expect = {
  status: 401,
  code: ['unauthorized'],
  headers: { 'www-authenticate': 'Bearer' },
}
const unknown: Expect = { status: 404, code: ['payment_not_found'] }
const asOther = { authorization: [text`Bearer ${'otherApiKey'}`] }
const payoutDetails = (id: string) => ({ call: 'a2u.details', params: { piPayId: ref(id) } })

/** Where PUBLIC_DETAILS is false, a client reads what is its own. */
export const privateDetailsCases: readonly ConformanceCase[] = [
  alohaCase({
    id: 'u2a.details/private-without-a-key',
    title: 'Private details of either direction are not shown without a key',
    needs: ['known-payment'],
    details: 'private',
    steps: [
      { ...details('knownPayment'), authorization: [], expect: unauthorized },
      { ...payoutDetails('knownPayment'), authorization: [], expect: unauthorized },
      { ...details('knownPayment'), expect: { status: 200 } },
    ],
  }),
  alohaCase({
    id: 'u2a.details/private-of-another-client',
    title: 'P7: private details of a payment that another client approved are payment_not_found',
    needs: [...PLAYED, 'other-key'],
    details: 'private',
    steps: [
      ...havePayment('approved'),
      { ...details(), ...asOther, expect: unknown },
      { ...details(), expect: { status: 200, state: 'approved' } },
    ],
  }),
  alohaCase({
    id: 'a2u.details/private-of-another-client',
    title: "P7: private details of another client's payout are payment_not_found, by either id",
    needs: [...PAYING, 'other-key'],
    details: 'private',
    steps: [
      ...havePaid(),
      { ...payoutDetails('payoutId'), ...asOther, expect: unknown },
      { ...payoutDetails('id'), ...asOther, expect: unknown },
      { ...payoutDetails('id'), expect: { status: 200, state: 'completed' } },
    ],
  }),
]
