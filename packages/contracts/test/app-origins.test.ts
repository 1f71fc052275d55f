import { expect, test } from 'vitest'
import * as z from 'zod'
import { controlContract, originSchema } from '../src/control/index.ts'
import { issueOf } from './issue-of.ts'

test.each([
  'https://app.example',
  'http://app.example:8080',
  'http://localhost:3000',
  'http://127.0.0.1:3000',
  'http://[::1]:3000',
  'https://xn--bcher-kva.example',
])('%s is an origin', (origin) => {
  expect(issueOf(originSchema, origin)).toBeNull()
})

test.each([
  ['', 'empty'],
  ['null', 'what a browser sends for a page without an origin'],
  ['*', 'a wildcard'],
  ['https://*.example', 'a wildcard in the host'],
  ['app.example', 'without a scheme'],
  ['ftp://app.example', 'another scheme'],
  ['https://app.example/', 'a slash at the end'],
  ['https://app.example/path', 'a path'],
  ['https://app.example?x', 'a query'],
  ['https://app.example#x', 'a fragment'],
  ['https://user@app.example', 'a user'],
  ['https://user:secret@app.example', 'a user and a password'],
  ['https://App.example', 'capitals'],
  ['https://app.example:443', 'the default port'],
  ['http://app.example:80', 'the default port'],
  ['http://app.example:65536', 'no port'],
  ['http://app.example:0080', 'a port with zeros'],
  ['http://127.1:3000', 'a short address'],
  ['http://0x7f000001:3000', 'an address in hexadecimal'],
  ['http://[::1%25lo]:3000', 'a zone'],
  ['https://bücher.example', 'letters that a browser writes otherwise'],
  [' https://app.example', 'a blank'],
  ['https://app.example\n', 'a line break'],
])('%j is not an origin: %s', (origin) => {
  expect(issueOf(originSchema, origin)?.rule).toMatch(/^must be an origin as browsers send it/)
})

const bodies = {
  createApp: controlContract.createApp.body,
  changeApp: controlContract.changeApp.body,
}
test.each(Object.entries(bodies))('%s names the origin that breaks a rule', (_, schema) => {
  if (!(schema instanceof z.ZodType)) throw new Error('There is no schema')
  const origin = 'https://app.example'
  const many = Array.from({ length: 21 }, (_each, n) => `https://app${n}.example`)
  expect(issueOf(schema, { origins: [origin, 'x'] })).toMatchObject({ field: 'origins.1' })
  expect(issueOf(schema, { origins: [1] })).toEqual({
    field: 'origins.0',
    rule: 'must be a string',
  })
  expect(issueOf(schema, { origins: [`https://${'a'.repeat(300)}`] })).toEqual({
    field: 'origins.0',
    rule: 'must be at most 267 characters',
  })
  expect(issueOf(schema, { origins: origin })).toEqual({
    field: 'origins',
    rule: 'must be a list of origins',
  })
  expect(issueOf(schema, { origins: [origin, origin] })).toEqual({
    field: 'origins',
    rule: 'must not name an origin twice',
  })
  expect(issueOf(schema, { origins: many })).toEqual({
    field: 'origins',
    rule: 'must be at most 20 origins',
  })
  expect(issueOf(schema, { origins: many.slice(1) })).toBeNull()
})
