import path from 'node:path'
import { PI_DOMAINS } from '../http/pi-hosts.ts'
import { TRUST_STORE_PASSWORD } from './java-trust-store.ts'
import type { ProgramFiles } from './write-program-files.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export type ProgramOptions = {
  /** Of the caller, which the variables add to. */
  env: Environment
  files: ProgramFiles
  connectPort: number
  mockUrl: string
  /** The module that redirects programs of Node; an absolute path. */
  redirect: string
  app: { apiKey: string; walletSeed: string; network: string }
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1']

/** The variables by which a program and its children find the mock at Pi's addresses. */
export function programEnvironment(options: ProgramOptions): Record<string, string> {
  const { env, files, connectPort, mockUrl, redirect, app } = options
  const proxy = `http://127.0.0.1:${connectPort}`
  const noProxy = directHosts(env)
  return {
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    SSL_CERT_FILE: files.bundle,
    REQUESTS_CA_BUNDLE: files.bundle,
    CURL_CA_BUNDLE: files.bundle,
    // Added to those that Node brings.
    NODE_EXTRA_CA_CERTS: files.bundle,
    // Not --import: that does not reach workers that are made of a source text.
    NODE_OPTIONS: appended(env['NODE_OPTIONS'], `--require ${quoted(redirect)}`),
    // An empty first part is the folder that PHP reads otherwise.
    PHP_INI_SCAN_DIR: `${env['PHP_INI_SCAN_DIR'] ?? ''}${path.delimiter}${files.phpFolder}`,
    RUBYOPT: appended(env['RUBYOPT'], `-r${files.rubyPrelude}`),
    JAVA_TOOL_OPTIONS: appended(env['JAVA_TOOL_OPTIONS'], ...javaOptions(files, connectPort)),
    MOCK_PI_URL: mockUrl,
    MOCK_PI_PROXY: proxy,
    PI_API_URL: mockUrl,
    PI_API_KEY: app.apiKey,
    PI_WALLET_SEED: app.walletSeed,
    PI_NETWORK: app.network,
  }
}

function javaOptions({ trustStore }: ProgramFiles, connectPort: number): string[] {
  return [
    '-Dhttps.proxyHost=127.0.0.1',
    `-Dhttps.proxyPort=${connectPort}`,
    `-Djavax.net.ssl.trustStore=${quoted(trustStore)}`,
    '-Djavax.net.ssl.trustStoreType=JKS',
    `-Djavax.net.ssl.trustStorePassword=${TRUST_STORE_PASSWORD}`,
  ]
}

/** This machine's hosts, and those that the caller exempts from proxies; none by which Pi would be reached. */
function directHosts(env: Environment): string {
  const given = `${env['NO_PROXY'] ?? ''},${env['no_proxy'] ?? ''}`.split(/[\s,]+/)
  const kept = given.filter((entry) => entry !== '' && !coversPi(entry))
  return [...new Set([...LOOPBACK, ...kept])].join(',')
}

/** Clients differ in what an entry means: `com`, `.com` and `*.com` may each be all names that end so. */
function coversPi(entry: string): boolean {
  const name = entry
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\*?\.?/, '')
  if (name === '') return true
  return PI_DOMAINS.some(
    (domain) => domain === name || domain.endsWith(`.${name}`) || name.endsWith(`.${domain}`),
  )
}

function appended(given: string | undefined, ...added: string[]): string {
  return [...(given == null || given === '' ? [] : [given]), ...added].join(' ')
}

/** For Node and Java, which split at spaces. */
function quoted(file: string): string {
  return file.includes(' ') ? `"${file.replaceAll('\\', '\\\\')}"` : file
}
