// Names the skipped tests (the reason is in their own output) and the failed ones with what went wrong, sums up each
// report and prints the closing line over all of them. `pnpm check` counts as one more test.
import { readFileSync } from 'node:fs'
import path from 'node:path'

const [checkStatus, ...files] = process.argv.slice(2)
const isChecked = checkStatus === '0'
const total = { passed: isChecked ? 1 : 0, failed: isChecked ? 0 : 1, skipped: 0 }
let isSound = isChecked
for (const file of files) {
  const report = readReport(file)
  const passed = report.numPassedTests
  const skipped = report.numPendingTests + report.numTodoTests
  // A file that cannot be loaded has no tests that could fail.
  const failed = report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1)
  nameTests(report)
  if (passed === 0) console.log(`${file}: no test ran.`)
  console.log(`${file}: ${passed} passed, ${failed} failed, ${skipped} skipped`)
  total.passed += passed
  total.failed += failed + (passed === 0 && failed === 0 ? 1 : 0)
  total.skipped += skipped
  isSound &&= report.success && passed > 0
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(isSound && total.failed === 0 ? 0 : 1)

/**
 * @typedef {{ status: string, fullName: string, failureMessages: string[] }} Test
 * @typedef {{ name: string, status: string, message: string, assertionResults: Test[] }} File
 * @param {{ testResults: File[] }} report
 */
function nameTests({ testResults }) {
  for (const { name, status, message, assertionResults } of testResults) {
    const failures = assertionResults.filter((test) => test.status === 'failed')
    for (const { status, fullName } of assertionResults) {
      if (['pending', 'skipped', 'todo'].includes(status)) console.log(`skipped: ${fullName}`)
    }
    const file = path.relative('', name)
    for (const { fullName, failureMessages } of failures) {
      console.log(shortened(`failed: ${file}: ${fullName}\n${failureMessages.join('\n')}`))
    }
    if (status === 'failed' && failures.length === 0) {
      console.log(shortened(`failed: ${file}: it did not start\n${message}`))
    }
  }
}

/** @param {string} text */
function shortened(text) {
  return text.split('\n').slice(0, 12).join('\n  ')
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    console.log(`${file}: the tests wrote no report.`)
    const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }
    return { ...none, success: false, testResults: [] }
  }
}
