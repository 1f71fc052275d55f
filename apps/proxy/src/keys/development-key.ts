/** Known to everybody, so it is worth nothing: accepted only while every upstream is loopback. */
export const DEVELOPMENT_KEY =
  'aloha_test_development_ThisKeyIsPublicAndWorksOnlyAgainstTheMockPi1FJpMY'
