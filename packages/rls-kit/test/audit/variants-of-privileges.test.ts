import { privileges } from './holes/variants-of-privileges.ts'
import { seesVariants } from './variants.ts'

seesVariants('holes in privileges, in other places and spellings', privileges)
