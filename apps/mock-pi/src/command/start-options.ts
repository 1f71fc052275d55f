import { presetNames } from '@aloha-pi/contracts/control'
import { HELP_OPTION, type OptionTable } from './option-table.ts'

/** Options of a new mock, which exec and open take too. */
export const MOCK_OPTIONS = {
  port: {
    type: 'string',
    value: 'PORT',
    about: 'port of the mock, 0 for a free one; without it 3141, and a free one with exec',
  },
  host: {
    type: 'string',
    multiple: true,
    value: 'ADDRESS',
    about: 'address to bind; without it both loopback addresses',
  },
  'host-name': {
    type: 'string',
    multiple: true,
    value: 'NAME',
    about: 'another allowed Host name, as pi.test',
  },
  'public-url': {
    type: 'string',
    value: 'URL',
    about: 'base of the links in responses; without it the Host of each request',
  },
  'trust-forwarded-proto': {
    type: 'boolean',
    about: 'take http or https for links from X-Forwarded-Proto',
  },
  'app-origin': {
    type: 'string',
    multiple: true,
    value: 'URL',
    about: 'origin of a page that may act as the user for the first app',
  },
  seed: { type: 'string', value: 'TEXT', about: 'every id, key and token is generated from it' },
  clock: {
    type: 'string',
    value: 'TIME',
    about: 'stop the clock at this time, as 2026-01-01T00:00:00Z; it can be moved and resumed',
  },
  state: {
    type: 'string',
    value: 'FILE',
    about:
      'go on with the world in this file, and save it there: on stop, and a moment after changes',
  },
  'seed-file': {
    type: 'string',
    value: 'FILE',
    about: 'begin with the users, apps, balances and payments in this file (YAML or JSON)',
  },
  preset: {
    type: 'string',
    value: 'NAME',
    choices: presetNames,
    about: 'begin in a known trouble, as pending-lock, and print what was made and how to get out',
  },
  'no-magic': {
    type: 'boolean',
    about: 'do not read the member mock_fault in the metadata of payments',
  },
  spelling: {
    type: 'string',
    value: 'NAME',
    choices: ['guide+wire', 'wire'],
    about: '"wire" for exactly the names of the wire; without it "guide+wire"',
  },
  network: {
    type: 'string',
    value: 'NAME',
    choices: ['Pi Testnet', 'Pi Network'],
    about: '"Pi Network" or, without it, "Pi Testnet"',
  },
  journal: {
    type: 'string',
    value: 'NUMBER',
    about: 'how many requests the journal keeps, at most 100000; 0: none; without it 1000',
  },
  'tls-port': {
    type: 'string',
    value: 'PORT',
    about: "serve Pi's hosts by https on 127.0.0.1 as well; 0 chooses a free port",
  },
  connect: {
    type: 'string',
    value: 'PORT',
    about: 'be a proxy (HTTPS_PROXY) on 127.0.0.1 for programs of this user; 0 chooses a free port',
  },
  'only-pi': { type: 'boolean', about: "let the proxy refuse all hosts that are not Pi's" },
} as const satisfies OptionTable

/** As `mock-pi` and `mock-pi start` take them. */
export const START_OPTIONS = {
  ...MOCK_OPTIONS,
  json: {
    type: 'boolean',
    about: 'print one line of JSON when ready; everything else goes to stderr',
  },
  version: { type: 'boolean', about: 'print the version' },
  ...HELP_OPTION,
} as const satisfies OptionTable
