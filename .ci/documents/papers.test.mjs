import { expect, test } from 'vitest'
import { readTracked } from './tracked-files.mjs'

const files = readTracked(['.yml', '.md', '.json'])
/** @param {string} wanted */
const textOf = (wanted) => files.find(({ path }) => path === wanted)?.text ?? ''
const workflows = files.filter(({ path }) => path.startsWith('.github/workflows/'))
const templates = files.filter(
  ({ path }) =>
    /^\.github\/(ISSUE_TEMPLATE\/|pull_request)/.test(path) && !path.endsWith('config.yml'),
)

test('SECURITY.md leads to private reporting and names no address', () => {
  const page = textOf('SECURITY.md')
  expect(page).toContain('private vulnerability reporting')
  expect(page).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]{2,}\b|mailto:/)
})

test('every template of an issue or a pull request asks to remove keys, tokens and uids', () => {
  expect(templates.map(({ path }) => path)).toHaveLength(4)
  const silent = templates.filter(
    ({ text }) => !/\bkeys?\b/.test(text) || !/\btokens?\b/.test(text) || !/\buids?\b/.test(text),
  )
  expect(silent.map(({ path }) => path)).toEqual([])
})

test('a report that Pi behaves differently needs a capture', () => {
  const template = textOf('.github/ISSUE_TEMPLATE/pi-behaves-differently.yml')
  expect(template).toMatch(/^ {4}id: capture\n(?: {4,}.*\n)*? {4}validations:\n {6}required: true/m)
})

test('every action of a workflow is pinned by its commit, and no registry is named', () => {
  expect(workflows).toHaveLength(2)
  for (const { text } of workflows) {
    const actions = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action)
    expect(actions.filter((action) => !/@[0-9a-f]{40}$/.test(action ?? ''))).toEqual([])
    expect(text).not.toMatch(/registry|npmjs|_authToken|NODE_AUTH_TOKEN|secrets\./)
  }
})

test('only the job that publishes may sign, and it installs nothing', () => {
  const release = textOf('.github/workflows/release.yml')
  const [before = '', publish = ''] = release.split(/^ {2}publish:$/m)
  expect(before).not.toContain('id-token')
  expect(publish).toContain('id-token: write')
  expect(publish).toContain("NPM_CONFIG_PROVENANCE: 'true'")
  expect(publish).not.toMatch(/pnpm|npm (ci|install)/)
  expect(textOf('.github/workflows/ci.yml')).not.toContain('id-token')
})

test('workflows, documents and package.json name one version of pnpm', () => {
  const { packageManager } = JSON.parse(textOf('package.json'))
  const named = files
    .filter(({ path }) => !path.endsWith('CHANGELOG.md'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\bpnpm@\d[\w.]*\d/g)].map(([it]) => `${path}: ${it}`),
    )
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((it) => !it.endsWith(`: ${packageManager}`))).toEqual([])
})
