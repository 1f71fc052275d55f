import type { ParameterObject } from 'openapi3-ts/oas31'
import { expect, test } from 'vitest'
import { chainDocument } from '../src/index.ts'
import { operationOf, operationsOf, responsesOf } from './documents.ts'

test('these chain operations are streams of events as well, with Last-Event-ID for lists', () => {
  const streamed = [...operationsOf(chainDocument())].filter(
    ([, each]) => responsesOf(each)['200']?.content?.['text/event-stream'] != null,
  )
  expect(streamed.map(([id]) => id).sort()).toEqual([
    'account',
    'accountEffects',
    'accountOffers',
    'accountOperations',
    'accountPayments',
    'accountTrades',
    'accountTransactions',
    'claimableBalanceOperations',
    'claimableBalanceTransactions',
    'effects',
    'ledgerEffects',
    'ledgerOperations',
    'ledgerPayments',
    'ledgerTransactions',
    'ledgers',
    'operationEffects',
    'operations',
    'payments',
    'trades',
    'transactionEffects',
    'transactionOperations',
    'transactionPayments',
    'transactions',
  ])
  const withHeader = [...operationsOf(chainDocument())].filter(([, { parameters = [] }]) =>
    (parameters as ParameterObject[]).some(({ name }) => name === 'Last-Event-Id'),
  )
  const isEmpty = new Set(['account', 'accountOffers', 'accountTrades', 'trades'])
  expect(withHeader.map(([id]) => id).sort()).toEqual(
    streamed
      .map(([id]) => id)
      .filter((id) => !isEmpty.has(id))
      .sort(),
  )
})

test('the example of a stream has the record of the page', () => {
  const { 200: found } = responsesOf(operationOf(chainDocument(), 'payments'))
  const content = found?.content ?? {}
  const [record] = content['application/hal+json']?.example._embedded.records ?? []
  expect(content['text/event-stream']?.example).toBe(
    [
      'retry: 1000\nevent: open\ndata: "hello"\n\n',
      `id: ${record.paging_token}\ndata: ${JSON.stringify(record)}\n\n`,
      'retry: 10\nevent: close\ndata: "byebye"\n\n',
    ].join(''),
  )
})
