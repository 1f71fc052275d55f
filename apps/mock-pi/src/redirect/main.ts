import { isMainThread } from 'node:worker_threads'
import { PI_DOMAINS_IN_WORDS, SERVED_HOSTS_IN_WORDS } from '../http/pi-hosts.ts'
import { exemptFromProxies } from './exempt-from-proxies.ts'
import { isProduction } from './is-production.ts'
import { readMockUrl } from './mock-url.ts'
import { redirectPiHosts } from './redirect-pi-hosts.ts'

const { MOCK_PI_URL: url = 'http://127.0.0.1:3141', MOCK_PI_PROXY: proxy, NODE_ENV } = process.env

const mock = readMockUrl(url)
if (!mock.ok) refuse(`MOCK_PI_URL ${mock.rule}`)
if (isProduction(NODE_ENV)) refuse('NODE_ENV is production, where nothing is redirected to a mock')
redirectPiHosts({ url, proxy })
// The proxy of `mock-pi exec` leads to the mock as well, and other programs that this one starts need it.
if (proxy == null) Object.assign(process.env, exemptFromProxies(process.env))
// A worker says nothing that its process has not said, and a process nothing that `mock-pi exec` has.
if (isMainThread && proxy == null) {
  say(
    `in this process ${SERVED_HOSTS_IN_WORDS} are redirected to ${url}; other names below ${PI_DOMAINS_IN_WORDS} are refused`,
  )
}

function refuse(reason: string): never {
  say(`${reason}. The program is not started.`)
  process.exit(1)
}

function say(words: string) {
  process.stderr.write(`mock-pi redirect: ${words}\n`)
}
