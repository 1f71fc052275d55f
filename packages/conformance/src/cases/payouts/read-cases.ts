import { alohaContract } from '@aloha-pi/contracts/aloha'
import { noItem } from '../../model/match.ts'
import { alohaCase } from '../aloha/have-payment.ts'
import type { ConformanceCase, Expect } from '../../model/case.ts'
import { OTHER_TXID } from '../platform/have-payment.ts'
import { ref } from '../../model/template.ts'
import { atPi, havePaid, PAYING } from './have-payout.ts'

const UNKNOWN_CURSOR = '00000000-0000-4000-8000-00000000dead'
const page = (query: string, expect: Expect) => ({
  call: 'a2u.incomplete',
  path: `${alohaContract.a2u.incomplete.path}?${query}`,
  expect,
})

/** Reading payouts, and keeping the two directions apart. */
export const readPayoutCases: readonly ConformanceCase[] = [
  alohaCase({
    id: 'a2u.details/by-either-id',
    title: "A payout can be read by its own id and by Pi's, with the same result",
    needs: PAYING,
    steps: [
      ...havePaid(),
      {
        call: 'a2u.details',
        params: { piPayId: ref('payoutId') },
        expect: { status: 200, sameAs: 'payout' },
      },
      {
        call: 'a2u.details',
        params: { piPayId: ref('id') },
        expect: { status: 200, sameAs: 'payout' },
      },
    ],
  }),
  alohaCase({
    id: 'a2u.incomplete/paid',
    title: 'A paid payout is no longer open',
    needs: PAYING,
    steps: [
      ...havePaid(),
      {
        call: 'a2u.incomplete',
        expect: {
          status: 200,
          body: {
            piResData: { incomplete_server_payments: noItem({ identifier: ref('id') }) },
            sbResData: { rows: noItem({ payout_id: ref('payoutId') }) },
          },
        },
      },
    ],
  }),
  alohaCase({
    id: 'a2u.incomplete/shape',
    title: 'The open payouts come in the envelope',
    needs: ['a2u'],
    steps: [{ call: 'a2u.incomplete', expect: { status: 200 } }],
  }),
  alohaCase({
    id: 'a2u.incomplete/page-query',
    title: 'An invalid limit and an invalid cursor are refused',
    needs: ['a2u'],
    steps: [
      page('limit=1', { status: 200 }),
      ...['limit=0', 'limit=201', 'limit=x', 'cursor=', `cursor=${UNKNOWN_CURSOR}`].map((query) =>
        page(query, { status: 400, code: ['invalid_request'] }),
      ),
    ],
  }),
  ...(['approve', 'complete', 'abort'] as const).map((action) =>
    alohaCase({
      id: `u2a.${action}/of-an-app-to-user-payment`,
      title: `u2a.${action} of an app-to-user payment is a 404 that says so, and does nothing`,
      needs: PAYING,
      steps: [
        ...havePaid(),
        {
          call: `u2a.${action}`,
          params: { piPayId: ref('id'), ...(action === 'complete' ? { piTxId: OTHER_TXID } : {}) },
          expect: { status: 404, code: ['wrong_direction'] },
        },
        atPi('completed'),
      ],
    }),
  ),
]
