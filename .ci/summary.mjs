// Names the skipped tests (why stands in their own output) and prints the closing line. `pnpm check` counts
// as one more test.
import { readFileSync } from 'node:fs'

const [file, checkStatus] = process.argv.slice(2)
let report
try {
  report = JSON.parse(readFileSync(file, 'utf8'))
} catch {
  console.log('The tests wrote no report.')
  console.log('0 passed, 1 failed')
  process.exit(1)
}

const check = checkStatus === '0'
const passed = report.numPassedTests + (check ? 1 : 0)
const failed = report.numFailedTests + (check ? 0 : 1)
const skipped = report.numPendingTests + report.numTodoTests
for (const { assertionResults } of report.testResults) {
  for (const { status, fullName } of assertionResults) {
    if (status === 'pending' || status === 'skipped' || status === 'todo') {
      console.log(`skipped: ${fullName}`)
    }
  }
}
if (report.numPassedTests === 0) {
  console.log('No test ran.')
  console.log(`0 passed, ${failed + 1} failed, ${skipped} skipped`)
  process.exit(1)
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exit(failed === 0 && report.success ? 0 : 1)
