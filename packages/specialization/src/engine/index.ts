export { createMatcher, type Matcher, type PhraseMatch } from '../matcher.ts'
