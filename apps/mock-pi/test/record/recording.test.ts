import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { checkExchange, type PassedExchange } from '../../src/record/check-exchange.ts'
import { describeRecording } from '../../src/record/describe-recording.ts'
import { openRecording, type Recording } from '../../src/record/recording.ts'
import { openRecordingFile } from '../../src/record/recording-file.ts'
import { haveFolder } from '../have-folder.ts'
import { haveExchange, payment } from './have-exchange.ts'

const bodyWith = (changes: Record<string, unknown>): Partial<PassedExchange> => ({
  responseBody: { kind: 'json', value: payment(changes) },
})

/** A run that sees these exchanges. */
function run(before: Recording | undefined, ...exchanges: Partial<PassedExchange>[]): Recording {
  const book = openRecording(before)
  for (const each of exchanges) book.add(checkExchange(haveExchange(each)), each.status ?? 200)
  return book.read()
}

test('a second run shows what is new, what it saw again, and what it did not see', () => {
  const first = run(undefined, bodyWith({ frozen: true }), bodyWith({ memo: 1 }))
  const second = run(first, bodyWith({ frozen: false }), bodyWith({ risk: 1 }))
  expect(
    second.differences.map(({ place, count, first_run: from, last_run: to }) => ({
      place,
      count,
      from,
      to,
    })),
  ).toEqual([
    { place: 'body.frozen', count: 2, from: 1, to: 2 },
    { place: 'body.memo', count: 1, from: 1, to: 1 },
    { place: 'body.risk', count: 1, from: 2, to: 2 },
  ])
  expect(describeRecording(second, 2)).toEqual([
    'Run 2: 2 exchanges with 1 operation, 2 differences, 1 of them new.',
    '',
    'platform payments.get',
    '  response 200: body.frozen: extra member (boolean)',
    '  new  response 200: body.risk: extra member (number)',
    '',
    'Known from earlier runs, and not seen in this one:',
    '',
    'platform payments.get',
    '  response 200: body.memo: wrong type (number, not string)',
  ])
})

test('what a run did not call is not said to be gone', () => {
  const first = run(undefined, bodyWith({ frozen: true }))
  const me = { url: '/v2/me', credential: 'Bearer', status: 401, responseBody: { kind: 'empty' } }
  const second = run(first, me as Partial<PassedExchange>)
  expect(describeRecording(second, 1)).toEqual([
    'Run 2: 1 exchange with 1 operation, 0 differences, 0 of them new.',
  ])
})

test('the first run says what was not compared, and what has no response', () => {
  const book = openRecording(undefined)
  const large = haveExchange({ responseBody: { kind: 'body over 1 MiB' } })
  book.add(checkExchange(large), 200)
  book.addUnfinished('ECONNREFUSED')
  expect(describeRecording(book.read(), 1)).toEqual([
    'Run 1: 1 exchange with 1 operation, 0 differences.',
    '',
    'Bodies that were passed on and not compared, in all runs:',
    '  body over 1 MiB: 1',
    '',
    'Requests without a whole response, in all runs:',
    '  ECONNREFUSED: 1',
  ])
})

test('a recording has a limit, and says what it left out', () => {
  const unknown = Array.from({ length: 600 }, (_, place) => {
    const letters = [...String(place)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
    return { url: `/v2/${letters}` }
  })
  const recording = run(undefined, ...unknown)
  expect(recording.operations).toHaveLength(500)
  expect(recording.left_out).toBe(100)
  expect(describeRecording(recording, 600).at(-1)).toBe(
    '100 more were left out: a recording has a limit.',
  )
})

test('the file is only for its owner, is written whole, and is continued', () => {
  const folder = haveFolder()
  const file = path.join(folder, 'out.json')
  const opened = openRecordingFile(file)
  expect(opened.before).toBeUndefined()
  const recording = run(undefined, bodyWith({ frozen: true }))
  opened.write(recording)
  opened.close()
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['out.json'])
  const again = openRecordingFile(file)
  expect(again.before).toEqual(recording)
  again.close()
})

test.each([
  ['not JSON', '{'],
  ['another form', '{"version":1}'],
  ['a later version', JSON.stringify({ ...run(undefined), version: 2 })],
  ['an unknown member', JSON.stringify({ ...run(undefined), values: [] })],
])('a file with %s is refused with a sentence, and stays as it is', (_, text) => {
  const folder = haveFolder()
  const file = path.join(folder, 'out.json')
  writeFileSync(file, text)
  expect(() => openRecordingFile(file)).toThrow(
    `${file} is not a recording that this version of mock-pi can continue`,
  )
  expect(readFileSync(file, 'utf8')).toBe(text)
  expect(readdirSync(folder)).toEqual(['out.json'])
})

test('two recorders do not write one file; the lock of a killed one is taken over', () => {
  const folder = haveFolder()
  const file = path.join(folder, 'out.json')
  const first = openRecordingFile(file)
  expect(() => openRecordingFile(file)).toThrow(`Another mock-pi record writes ${file}`)
  first.close()
  // No process has such an id.
  writeFileSync(`${file}.lock`, '4194304999')
  openRecordingFile(file).close()
  expect(readdirSync(folder)).toEqual([])
})

test('a folder that does not exist, and a folder in place of the file, are refused', () => {
  const folder = haveFolder()
  expect(() => openRecordingFile(path.join(folder, 'none', 'out.json'))).toThrow(
    'cannot be written (ENOENT)',
  )
  mkdirSync(path.join(folder, 'out.json'))
  expect(() => openRecordingFile(path.join(folder, 'out.json'))).toThrow('cannot be read (EISDIR)')
})
