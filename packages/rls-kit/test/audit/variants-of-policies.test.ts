import { policies } from './holes/variants-of-policies.ts'
import { seesVariants } from './variants.ts'

seesVariants('holes in policies, in other places and spellings', policies)
