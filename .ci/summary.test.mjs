import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const SUMMARY = fileURLToPath(new URL('summary.mjs', import.meta.url))
const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }
const file = {
  name: path.resolve('a.test.ts'),
  status: 'passed',
  message: '',
  assertionResults: [],
}
const passed = { status: 'passed', fullName: 'one', failureMessages: [] }

/** @param {string} check @param {object} report */
function summary(check, report) {
  const folder = mkdtempSync(path.join(tmpdir(), 'aloha-pi-summary-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const name = path.join(folder, 'tests.json')
  writeFileSync(name, JSON.stringify(report))
  const { status, stdout } = spawnSync(process.execPath, [SUMMARY, check, name], {
    encoding: 'utf8',
  })
  return { status, lines: stdout.replaceAll(name, 'tests.json').trimEnd().split('\n') }
}

test('names the failed test with its file and why', () => {
  const failed = { status: 'failed', fullName: 'two', failureMessages: ['Error: no\n    at x'] }
  const report = {
    ...none,
    numPassedTests: 1,
    numFailedTests: 1,
    success: false,
    testResults: [{ ...file, status: 'failed', assertionResults: [passed, failed] }],
  }
  expect(summary('0', report)).toEqual({
    status: 1,
    lines: [
      'failed: a.test.ts: two',
      '  Error: no',
      '      at x',
      'tests.json: 1 passed, 1 failed, 0 skipped',
      '2 passed, 1 failed, 0 skipped',
    ],
  })
})

test('names a file that did not start', () => {
  const testResults = [{ ...file, status: 'failed', message: 'no such file' }]
  const report = { ...none, numPassedTests: 1, success: false, testResults }
  expect(summary('0', report)).toEqual({
    status: 1,
    lines: [
      'failed: a.test.ts: it did not start',
      '  no such file',
      'tests.json: 1 passed, 1 failed, 0 skipped',
      '2 passed, 1 failed, 0 skipped',
    ],
  })
})

test('names skipped tests and passes', () => {
  const skipped = { ...passed, status: 'skipped', fullName: 'three' }
  const report = {
    ...none,
    numPassedTests: 1,
    numPendingTests: 1,
    success: true,
    testResults: [{ ...file, assertionResults: [passed, skipped] }],
  }
  expect(summary('0', report)).toEqual({
    status: 0,
    lines: [
      'skipped: three',
      'tests.json: 1 passed, 0 failed, 1 skipped',
      '2 passed, 0 failed, 1 skipped',
    ],
  })
  expect(summary('1', report)).toMatchObject({ status: 1 })
})

test('a run without tests has failed', () => {
  expect(summary('0', { ...none, success: true, testResults: [] })).toMatchObject({ status: 1 })
})
