import { operationsOf as contractOperations } from '@aloha-pi/contracts'
import { ContractNoBody, isAppRouteOtherResponse, type AppRoute } from '@ts-rest/core'
import type { RequestBodyObject } from 'openapi3-ts/oas31'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { platformDocument } from '../src/index.ts'
import { documents, examplesOf, operationOf, operationsOf, responsesOf } from './documents.ts'

const cases: [string, { value: unknown; schema: z.ZodType }][] = []
for (const [name, document, { contract }] of documents) {
  const routes = new Map(contractOperations(contract).map((each) => [each.name, each.route]))
  for (const [id, operation] of operationsOf(document)) {
    const route = routes.get(id.replace(/With\w+$/, ''))!
    const request = operation.requestBody as RequestBodyObject | undefined
    for (const [, value] of examplesOf(request)) {
      cases.push([`${name} ${id} request`, { value, schema: requestSchema(route) }])
    }
    for (const [status, response] of Object.entries(responsesOf(operation))) {
      for (const [example, value] of examplesOf(response)) {
        const schema = responseSchema(route, status)
        cases.push([`${name} ${id} ${status} ${example}`, { value, schema }])
      }
    }
  }
}

function requestSchema(route: AppRoute): z.ZodType {
  if (!('body' in route)) throw new Error(`${route.path} takes no body`)
  // Of an ignored body anything is an example.
  return route.body === ContractNoBody ? z.unknown() : (route.body as unknown as z.ZodType)
}

function responseSchema(route: AppRoute, status: string): z.ZodType {
  const declared = route.responses[Number(status)]!
  if (declared === ContractNoBody) throw new Error(`${route.path} returns ${status} without a body`)
  return (isAppRouteOtherResponse(declared) ? declared.body : declared) as unknown as z.ZodType
}

test('there are examples to check', () => {
  expect(cases.length).toBeGreaterThan(300)
})

test.each(cases)('%s is what the contract says, and nothing besides', (_, { value, schema }) => {
  expect(schema.parse(value)).toEqual(value)
})

test('errors that carry a payment carry it in their example, others do not', () => {
  const { 400: response } = responsesOf(operationOf(platformDocument(), 'payments.cancel'))
  const examples = Object.fromEntries(examplesOf(response))

  expect(examples['already_completed']).toMatchObject({
    payment: { status: { developer_completed: true } },
  })
  expect(examples['payment_tx_present']).toEqual({
    error: 'payment_tx_present',
    error_message:
      'You cannot cancel this payment, because an associated blockchain transaction has been recorded.',
  })
})

test('the test values of the aloha-pi API page are in the examples', () => {
  const complete = operationOf(platformDocument(), 'payments.complete')

  expect(complete.parameters).toMatchObject([{ example: 'RKo9DyyzYmmnq4roS1infxy1qc4m' }])
  expect(examplesOf(complete.requestBody as RequestBodyObject)).toEqual([
    ['example', { txid: '2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062' }],
  ])
})

test.each(documents)('%s: ids in examples pass generated validators', (_, document) => {
  // Those read the format `uuid` as RFC 9562 does, which rules out ids that only look like one.
  const ids = JSON.stringify(document).match(/"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/gi) ?? []
  expect(ids.map((id) => JSON.parse(id)).filter((id) => !z.uuid().safeParse(id).success)).toEqual(
    [],
  )
})
