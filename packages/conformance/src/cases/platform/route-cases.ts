import { pattern } from '../../model/match.ts'
import type { CallStep, ConformanceCase, Expect } from '../../model/case.ts'
import { concat, ref, text } from '../../model/template.ts'
import { havePayment, read, UNKNOWN_ID } from './have-payment.ts'
import { PLAYED, platformCase } from './platform-case.ts'

const asApp = { authorization: [text`Key ${'apiKey'}`] }
const route = (method: string, path: CallStep['path'] & {}, status: Expect['status'] & {}) => ({
  call: 'routes',
  method,
  path,
  ...asApp,
  expect: { status },
})

/** What belongs to no operation. */
export const routeCases: readonly ConformanceCase[] = [
  platformCase({
    id: 'routes/unknown-path',
    title: 'An unknown path is 404',
    needs: [],
    steps: [route('GET', '/v2/conformance-unknown', 404)],
  }),
  platformCase({
    id: 'routes/invented',
    title: 'There is no sandbox API, which some programs expect',
    needs: [],
    steps: [
      route('GET', `/v2/sandbox/payments/${UNKNOWN_ID}`, 404),
      route('GET', '/v2/sandbox/me', 404),
    ],
  }),
  platformCase({
    id: 'routes/submit',
    title: 'There is no endpoint that submits a payment, which some programs expect',
    needs: PLAYED,
    steps: [
      ...havePayment('approved'),
      route('POST', text`/v2/payments/${'id'}/submit`, 404),
      { ...read(), expect: { status: 200, state: 'approved' } },
    ],
  }),
  platformCase({
    id: 'routes/other-methods',
    title: 'Other methods on a payment are 404 or 405, and do nothing',
    needs: PLAYED,
    steps: [
      ...havePayment('approved'),
      {
        each: ['DELETE', 'PUT', 'PATCH', 'POST'].map((method) =>
          route(method, text`/v2/payments/${'id'}`, [404, 405]),
        ),
      },
      {
        each: ['approve', 'complete', 'cancel'].map((action) =>
          route('GET', concat('/v2/payments/', ref('id'), `/${action}`), [404, 405]),
        ),
      },
      { ...read(), expect: { status: 200, state: 'approved' } },
    ],
  }),
  platformCase({
    id: 'routes/request-id',
    title: 'Every response has a request id',
    needs: [],
    steps: [
      {
        ...read(),
        params: { paymentId: UNKNOWN_ID },
        expect: { status: 404, headers: { 'x-request-id': pattern('^\\S+$') } },
      },
      {
        call: 'payments.incomplete',
        authorization: [],
        expect: { status: 401, headers: { 'x-request-id': pattern('^\\S+$') } },
      },
    ],
  }),
]
