import { absent, pattern } from '../../model/match.ts'
import type { CallStep, ConformanceCase, Expect } from '../../model/case.ts'
import { UNKNOWN_ID } from '../platform/have-payment.ts'
import { text } from '../../model/template.ts'
import { alohaCase, details } from './have-payment.ts'

const BASE = '/v1/transaction'
const route = (method: string, path: string, expect: Expect): CallStep => ({
  call: 'routes',
  method,
  path: `${BASE}${path}`,
  authorization: [text`Bearer ${'apiKey'}`],
  expect,
})
const envelope = { success: false, error: pattern('.'), request_id: pattern('.') }

/** What belongs to no operation. */
export const alohaRouteCases: readonly ConformanceCase[] = [
  alohaCase({
    id: 'routes/unknown',
    title: 'An unknown path is 404 in the envelope',
    needs: [],
    steps: [
      {
        each: ['/u2a/pay/x', '/a2u/approve/x', '/x2y/details/x', '/u2a', ''].map((path) =>
          route('GET', path, { status: 404, body: { ...envelope, code: 'route_not_found' } }),
        ),
      },
    ],
  }),
  alohaCase({
    id: 'routes/other-methods',
    title: 'A wrong method is 405, and the response lists the right ones',
    needs: [],
    steps: [
      route('GET', `/u2a/approve/${UNKNOWN_ID}`, otherMethod('POST')),
      route('GET', `/u2a/abort/${UNKNOWN_ID}`, otherMethod('POST')),
      route('GET', '/a2u/create', otherMethod('POST')),
    ],
  }),
  alohaCase({
    id: 'routes/other-methods-that-write',
    title: 'Reads accept only GET',
    needs: ['write'],
    steps: [
      route('POST', `/u2a/details/${UNKNOWN_ID}`, otherMethod('GET')),
      route('DELETE', `/u2a/details/${UNKNOWN_ID}`, otherMethod('GET')),
      route('PUT', '/a2u/incomplete', otherMethod('GET')),
    ],
  }),
  alohaCase({
    id: 'routes/request-id',
    title: 'An error has its request id, in the body and in the header',
    needs: [],
    steps: [
      {
        ...details(),
        params: { piPayId: UNKNOWN_ID },
        expect: { status: 404, headers: { 'x-request-id': pattern('^\\S+$') } },
        save: { requestId: 'request_id' },
      },
      {
        ...details(),
        params: { piPayId: UNKNOWN_ID },
        headers: { 'x-request-id': 'conformance-1' },
        expect: { status: 404, body: { request_id: pattern('^\\S+$') } },
      },
    ],
  }),
  alohaCase({
    id: 'routes/no-browsers',
    title: 'P33: pages of other origins cannot call with a key',
    needs: [],
    steps: [
      {
        call: 'routes',
        method: 'OPTIONS',
        path: `${BASE}/u2a/approve/${UNKNOWN_ID}`,
        headers: {
          origin: 'https://app.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization',
        },
        expect: { headers: { 'access-control-allow-origin': absent } },
      },
    ],
  }),
  alohaCase({
    id: 'routes/no-leaks',
    title: "P21: no response reveals the server's software",
    needs: [],
    steps: [
      {
        ...details(),
        params: { piPayId: UNKNOWN_ID },
        expect: { status: 404, headers: { 'x-powered-by': absent } },
      },
      route('GET', '/%ff', { status: [400, 404], body: { ...envelope, stack: absent } }),
    ],
  }),
]

function otherMethod(allow: string): Expect {
  return {
    status: 405,
    headers: { allow: pattern(`\\b${allow}\\b`) },
    body: { ...envelope, code: 'method_not_allowed' },
  }
}
