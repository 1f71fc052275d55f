import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { wireExchanges, wireExchangeSchema } from '@aloha-pi/contracts/fixtures'
import { expect, test } from 'vitest'
import { checkExchange, type PassedExchange } from '../../src/record/check-exchange.ts'
import { openFixtureFolder } from '../../src/record/fixture-folder.ts'
import { toFixture } from '../../src/record/to-fixture.ts'
import { haveFolder } from '../have-folder.ts'
import { haveExchange, passedOf, payment } from './have-exchange.ts'

function fixtureOf(exchange: PassedExchange) {
  const { operation } = checkExchange(exchange)
  const made = operation == null ? undefined : toFixture(exchange, operation)
  if (made == null) throw new Error('There is no fixture')
  return made
}

const whole = wireExchanges.filter(
  ({ request, response, legacy }) => request != null && response != null && legacy == null,
)
test.each(whole.map((each) => [each.name, each] as const))(
  'the recorded exchange %s becomes a fixture that is as the contract says',
  (_, exchange) => {
    const { fixture } = fixtureOf(passedOf(exchange))
    const read = wireExchangeSchema.parse(JSON.parse(JSON.stringify(fixture)))
    expect(read.operation).toBe(exchange.operation)
    expect(checkExchange(passedOf({ ...read, name: '' })).differences).toEqual(
      checkExchange(passedOf(exchange)).differences,
    )
    for (const place of read.placeholders ?? []) expect(valueAt(read, place)).toBeDefined()
  },
)

function valueAt(value: unknown, place: string): unknown {
  return place.split('.').reduce((inner, key) => Object(inner)[key], value)
}

test('every value is replaced; names, types and status stay', () => {
  const { name, fixture } = fixtureOf(
    haveExchange({
      requestHeaders: { cookie: 'secret', 'x-own': 'secret' },
      responseBody: {
        kind: 'json',
        value: payment({
          memo: 'secret',
          amount: 12.5,
          metadata: { secret: [1] },
          frozen: 'secret',
        }),
      },
    }),
  )
  expect(name).toBe('recorded-platform-payments-get-200')
  expect(fixture.request.headers).toEqual({
    authorization: expect.stringMatching(/^Key alohamock/),
  })
  expect(fixture.response.body).toMatchObject({
    memo: 'A memo',
    amount: 1,
    metadata: { member: [1] },
    frozen: 'text',
    direction: 'app_to_user',
    network: 'Pi Testnet',
    split_recipients: null,
  })
  expect(fixture.placeholders).toContain('response.body.metadata.member.0')
  expect(JSON.stringify(fixture)).not.toContain('secret')
})

test('a known error name stays, an unknown one does not; a page is only a page', () => {
  const refused = (error: string) =>
    fixtureOf(haveExchange({ status: 400, responseBody: { kind: 'json', value: { error } } }))
  expect(refused('missing_wallet')).toMatchObject({
    name: 'recorded-platform-payments-get-missing-wallet',
    fixture: { response: { body: { error: 'missing_wallet' } } },
  })
  expect(refused('frozen_secret')).toMatchObject({
    name: 'recorded-platform-payments-get-400',
    fixture: { response: { body: { error: 'text' } } },
  })
  const page = fixtureOf(haveExchange({ status: 500, responseBody: { kind: 'HTML' } }))
  expect(page.fixture.response).toMatchObject({
    status: 500,
    text: '<!DOCTYPE html>\n<html></html>\n',
  })
})

test('of a list only different members stay, at most three', () => {
  const value = { incomplete_server_payments: Array.from({ length: 9 }, () => payment()) }
  const { fixture } = fixtureOf(
    haveExchange({
      url: '/v2/payments/incomplete_server_payments',
      responseBody: { kind: 'json', value },
    }),
  )
  expect(Object(fixture.response.body).incomplete_server_payments).toHaveLength(1)
})

test.each(['event stream', 'multipart form', 'body over 1 MiB', 'broken form'] as const)(
  'there is no fixture of a %s',
  (kind) => {
    const exchange = haveExchange({ responseBody: { kind } })
    const { operation } = checkExchange(exchange)
    expect(operation != null && toFixture(exchange, operation)).toBeUndefined()
  },
)

test('each form is written once, and files that are there stay', () => {
  const folder = path.join(haveFolder(), 'made', 'here')
  const { name, fixture } = fixtureOf(haveExchange())
  const other = fixtureOf(
    haveExchange({ responseBody: { kind: 'json', value: payment({ frozen: true }) } }),
  )
  const first = openFixtureFolder(folder)
  expect(first.add(name, fixture)).toBe(path.join(folder, `${name}.json`))
  expect(first.add(name, fixture)).toBeUndefined()
  expect(first.add(other.name, other.fixture)).toBe(path.join(folder, `${name}-2.json`))
  writeFileSync(path.join(folder, `${name}.json`), '{"edited":true}')

  const second = openFixtureFolder(folder)
  expect(second.add(other.name, other.fixture)).toBeUndefined()
  expect(second.add(name, fixture)).toBe(path.join(folder, `${name}-3.json`))
  expect(readFileSync(path.join(folder, `${name}.json`), 'utf8')).toBe('{"edited":true}')
  for (const file of readdirSync(folder).filter((each) => each !== `${name}.json`)) {
    expect(statSync(path.join(folder, file)).mode & 0o777).toBe(0o600)
  }
})

test('two recorders may write into one folder: neither replaces what the other wrote', () => {
  const folder = haveFolder()
  const { name, fixture } = fixtureOf(haveExchange())
  const other = fixtureOf(
    haveExchange({ responseBody: { kind: 'json', value: payment({ frozen: true }) } }),
  )
  const [first, second] = [openFixtureFolder(folder), openFixtureFolder(folder)]
  first.add(name, fixture)
  expect(second.add(name, fixture)).toBeUndefined()
  expect(second.add(other.name, other.fixture)).toBe(path.join(folder, `${name}-2.json`))
  expect(readdirSync(folder)).toHaveLength(2)
})

test('a folder that cannot be made is refused with a sentence', () => {
  const file = path.join(haveFolder(), 'file')
  writeFileSync(file, '')
  expect(() => openFixtureFolder(path.join(file, 'below'))).toThrow('--fixtures cannot be used')
})
