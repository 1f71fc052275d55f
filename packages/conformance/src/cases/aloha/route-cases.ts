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
    title: 'A path that is no route is 404 in the envelope',
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
    title: 'A route that takes another method is 405, and says which it takes',
    needs: [],
    steps: [
      route('GET', `/u2a/approve/${UNKNOWN_ID}`, otherMethod('POST')),
      route('GET', `/u2a/abort/${UNKNOWN_ID}`, otherMethod('POST')),
      route('GET', '/a2u/create', otherMethod('POST')),
    ],
  }),
  alohaCase({
    id: 'routes/other-methods-that-write',
    title: 'Reads take GET alone',
    needs: ['write'],
    steps: [
      route('POST', `/u2a/details/${UNKNOWN_ID}`, otherMethod('GET')),
      route('DELETE', `/u2a/details/${UNKNOWN_ID}`, otherMethod('GET')),
      route('PUT', '/a2u/incomplete', otherMethod('GET')),
    ],
  }),
  alohaCase({
    id: 'routes/request-id',
    title: 'An error names its request, in the body as in the header',
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
    title: 'P33: no page of another origin may call with a key',
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
    title: 'P21: no answer names what the server is made of',
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
