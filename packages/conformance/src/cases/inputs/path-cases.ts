import { jsonSchemaOf } from '../../inputs/json-schema.ts'
import { invalidValues } from '../../inputs/invalid-values.ts'
import type { CallStep, ConformanceCase, Expect } from '../../model/case.ts'
import { operations, type Operation } from '../../model/operations.ts'
import { text } from '../../model/template.ts'
import { pattern } from '../../model/match.ts'

/** P8: what must never lead to another route, encoded or not, sent as it is here. */
const attacks = [
  '..%2fme',
  '%2e%2e%2fme',
  '..',
  '%2e%2e',
  'a%2fb',
  'a%00b',
  'a%0d%0ab',
  'a%3fb',
  '%ff',
  '%',
  'a;b',
  '%E2%80%8Fid',
]
const VALID: Readonly<Record<string, string>> = {
  paymentId: 'conformanceUnknownPayment000',
  piPayId: 'conformanceUnknownPayment000',
  piTxId: 'a'.repeat(64),
  adId: 'conformance-unknown',
}

/** A 401 would mean that another route was reached. Of Pi's front server no one knows in which shape it refuses. */
const refusals: Record<Operation['api'], Expect> = {
  platform: { status: [400, 404, 405, 414] },
  aloha: {
    status: [400, 404, 405, 414],
    body: { success: false, error: pattern('.'), code: pattern('^[a-z_]+$') },
  },
}

/** Ids in paths that cannot be: one case for each operation and parameter. */
export const pathCases: readonly ConformanceCase[] = [
  ...operations('platform'),
  ...operations('aloha'),
].flatMap((operation) => {
  const names = [...operation.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  return names.map((name) => pathCase(operation, name))
})

function pathCase(operation: Operation, parameter: string): ConformanceCase {
  const { name, api, method } = operation
  const ids = [...new Set([...patternBreakers(operation, parameter), ...attacks])]
  return {
    id: `${name}/bad-${parameter}`,
    target: api,
    operation: name,
    title: `${ids.length} paths with an impossible ${parameter} are refused, and reach no other route`,
    needs: method === 'GET' ? [] : ['write'],
    steps: [
      {
        each: ids.map((id): CallStep => ({
          call: 'routes',
          method,
          path: pathWith(operation, parameter, id),
          authorization: [
            operation.api === 'platform' ? text`Key ${'apiKey'}` : text`Bearer ${'apiKey'}`,
          ],
          expect: refusals[operation.api],
        })),
      },
    ],
  }
}

function pathWith({ path }: Operation, parameter: string, id: string): string {
  return path
    .split('/')
    .flatMap((segment) => {
      const name = segment.replace(/[:?]/g, '')
      if (!segment.startsWith(':')) return segment
      if (name === parameter) return id
      return segment.endsWith('?') ? [] : (VALID[name] ?? 'x')
    })
    .join('/')
}

/** As the schema of the parameter says, encoded. */
function patternBreakers({ pathParams }: Operation, parameter: string): string[] {
  if (pathParams == null) return []
  const schema = jsonSchemaOf(pathParams).properties?.[parameter] ?? {}
  return invalidValues(schema)
    .map(({ value }) => value)
    .filter((value): value is string => typeof value === 'string' && value !== '')
    .map(encodeURIComponent)
}
