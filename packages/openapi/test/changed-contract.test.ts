import { platformContract, type PlatformOperation } from '@aloha-pi/contracts/platform'
import { initContract, type AppRouter } from '@ts-rest/core'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { buildDocument } from '../src/build/build-document.ts'
import { platformSource } from '../src/documents/platform-document.ts'
import { operationOf } from './documents.ts'

const c = initContract()
const complete = platformContract.payments.complete

/** The platform document of a contract in which one route is another. */
function documentWith(route: Partial<typeof complete> | Record<string, unknown>) {
  const contract: AppRouter = {
    ...platformContract,
    payments: {
      ...platformContract.payments,
      complete: { ...complete, ...route } as typeof complete,
    },
  }
  return buildDocument({ ...platformSource, contract })
}

test('a renamed field of a request is renamed in the document', () => {
  const document = documentWith({ body: z.object({ transaction: z.string() }) })

  const { requestBody } = operationOf(document, 'payments.complete')
  expect(requestBody).toMatchObject({
    content: { 'application/json': { schema: { required: ['transaction'] } } },
  })
})

test('a field of a response that becomes optional is no longer required in the document', () => {
  const response = z.object({ identifier: z.string().optional(), amount: z.number() })

  const { responses } = operationOf(
    documentWith({ responses: { ...complete.responses, 200: response } }),
    'payments.complete',
  )

  expect(responses?.['200'].content['application/json'].schema.required).toEqual(['amount'])
})

test('a dropped status with its errors is gone from the document', () => {
  const { 404: _, ...responses } = complete.responses
  const { errors, ...metadata } = complete.metadata as PlatformOperation
  const kept = errors.filter((code) => code !== 'payment_not_found')
  const source = {
    ...platformSource,
    contract: { complete: { ...complete, responses, metadata: { ...metadata, errors: kept } } },
  }

  const document = buildDocument({
    ...source,
    examples: { complete: platformSource.examples['payments.complete']! },
    notes: (operation) => {
      const notes = platformSource.notes({ ...operation, name: 'payments.complete' })
      return { ...notes, errors: notes.errors.filter(({ code }) => code !== 'not_found') }
    },
  })

  expect(Object.keys(operationOf(document, 'complete').responses ?? {})).not.toContain('404')
  expect(JSON.stringify(document)).not.toContain('payment_not_found')
})

test('a status dropped without its errors is refused, naming the error', () => {
  const { 404: _, ...responses } = complete.responses
  expect(() => documentWith({ responses })).toThrow(
    '/v2/payments/:paymentId/complete: "payment_not_found" has the status 404, which the route does not declare',
  )
})

test('a declared status without an error is refused', () => {
  const responses = { ...complete.responses, 418: complete.responses[400] }
  expect(() => documentWith({ responses })).toThrow('no error has the declared status 418')
})

test('a declared success without an example is refused', () => {
  const responses = { ...complete.responses, 202: complete.responses[200] }
  expect(() => documentWith({ responses })).toThrow('no example of a 202 response')
})

test('an operation without evidence is refused', () => {
  const contract: AppRouter = { payments: { finish: complete } }
  expect(() => buildDocument({ ...platformSource, contract })).toThrow(
    'There is no evidence for "payments.finish"',
  )
})

test('a route without a description is refused', () => {
  expect(() => documentWith({ description: undefined })).toThrow('has no description')
})

test('a path parameter without an example is refused: try-it would do nothing', () => {
  const pathParams = z.object({ paymentId: z.string() })
  expect(() => documentWith({ pathParams })).toThrow(
    'the path parameter "paymentId" has no example',
  )
})

test('a route whose body is ignored takes none, or any JSON object, null or form', () => {
  const document = documentWith({ body: c.noBody() })
  const schema = { $ref: '#/components/schemas/IgnoredBody' }
  expect(operationOf(document, 'payments.complete').requestBody).toEqual({
    required: false,
    content: {
      'application/json': { schema, example: {} },
      'application/x-www-form-urlencoded': { schema },
    },
  })
})
