import type { LocalePack } from '../types.ts'
import { pack } from './pack.ts'

/** French. */
export const fr: LocalePack = /* @__PURE__ */ pack({
  code: 'fr',
  stopWords:
    'le la les des du un une et est vous tu de à au aux en pour dans que qui sur avec par ne pas ce cette ces votre vos ton vos être ou mais se il elle nous plus',
  terms: {
    software:
      'logiciel*, programmation*, programmeur*, développeu*, développement web, code source, codage*, débog*, algorithm*, structure* de données, front-end, back-end, interface* de programmation | code, codes, application*, applicatif*, script*, fonction*, composant*, bibliothèque*, framework*, site web, informatique*, implément*, technique*, développement*, tests, ordinateur*',
    devops:
      'infrastructure*, déploiement*, conteneur*, administrateur* système, orchestration*, intégration continue | serveur*, cloud, réseau*, surveillance*, automatisation*, configuration*, linux',
    security:
      'cybersécurité*, sécurité informatique, vulnérabilité*, chiffrement*, cryptograph*, pirat*, attaquant*, test* d’intrusion, malveillant* | sécurité*, attaque*, menace*, mot de passe, mots de passe',
    data: 'analyse de données, analyse des données, base* de données, science des données, statistique*, visualisation*, tableur*, excel, requête*, jeu* de données, feuille* de calcul | données, tableau*, graphique de, indicateur*, rapport*, métrique*',
    'ai-ml':
      'intelligence artificielle, ia, apprentissage automatique, apprentissage profond, modèle* de langage, réseau* de neurones, prompt*, invite* | modèle*, chatbot*, entraîn*, prédiction*, génératif*, générative*',
    design:
      'design*, graphist*, graphisme*, illustrat*, photograph*, dessin*, interface utilisateur, expérience utilisateur, typograph*, artist*, génération d’images, peintur*, midjourney, logo*, architecte*, décorat* | image*, visuel*, couleur*, créati*, esthétique*, éclairage*, caméra*, film*, cinéma*, mise en page, animation*, style artistique, photo*, art, arts, scène*',
    product:
      'chef* de produit, gestion de produit, feuille de route, développement de produit, user story, exigence*, cahier des charges, besoins des utilisateurs | produit*, utilisateur*, fonctionnalité*, prioris*, projet*, tâche*',
    marketing:
      'marketing*, publicit*, vente*, vendeu*, référencement*, seo, réseaux sociaux, médias sociaux, campagne*, public cible, marque*, slogan*, accroche* | marché*, client*, contenu*, audience*, publication*, engagement*, promotion*, communication*',
    business:
      'entreprise*, stratég*, consultant*, ressources humaines, recrut*, entretien d’embauche, entretien*, cv, gestion de projet, entrepreneu*, carrière*, réunion*, leadership*, affaires, plan d’affaires, compte rendu | gestion*, professionnel*, management*, équipe*, négociation*, productivité*, organisation*, bureau*, processus*, emploi*, travail*, courriel*, e-mail*, service client',
    finance:
      'financ*, comptab*, fiscal*, impôt*, investiss*, bours*, actions, bilan*, banqu*, assurance*, crédit*, cryptomonnaie*, budget*, économ* | argent*, coût*, prix*, risque*, rendement*',
    legal:
      'avocat*, juridi*, droit*, loi*, législat*, contrat*, tribun*, juge*, propriété intellectuelle, conformité*, réglement* | clause*, litige*, responsabilité*, règle*',
    health:
      'médec*, médic*, santé*, patient*, thérap*, psycholog*, nutrition*, maladie*, symptôme*, hôpita*, infirmi*, bien-être, fitness*, sporti*, sport*, méditation*, entraînement* physique, clinique* | émotion*, stress*, sommeil*, corps, cuisin*, recette*, soutien*, empath*, mental*, relation*, vie',
    education:
      'enseign*, professeur*, éduca*, élève*, étudiant*, apprentissage*, école*, universit*, cours, examen*, devoirs, leçon*, pédagog*, tuteur*, vocabulaire*, mathémati*, philosoph*, histoire* de, langue* étrangère* | expliqu*, explication*, concept*, connaissance*, apprend*, exercice*, compren*, enfant*, formation*, question*, langue*, pensée*, logique*',
    writing:
      'écrivain*, rédact*, rédig*, écri*, auteur*, traduct*, tradui*, relect*, corrige*, correction*, grammai*, orthograph*, roman*, poème*, poés*, poèt*, récit*, narrat*, résum*, journalis*, article*, reformul*, dialogue*, scénari*, documentation*, jeu de rôle, littéra* | texte*, phrase*, mot*, style*, contenu*, titre*, personnage*, histoire*, ton, expression*, markdown, concis*, clarté*, humour*, nom*, paragraph*, lecteur*',
    science:
      'scientifi*, recherche*, chercheu*, physique*, chimi*, biolog*, expérience* scientifique*, académi*, hypothèse*, laboratoire*, astronom*, article* scientifique* | analys*, théori*, étude*, méthodolog*, nature*, environnement*, ingénie*, rigoureu*',
  },
  cues: {
    negation: 'ne pas, pas un, pas une, sans, jamais, aucun, aucune, ni',
    contrast: 'mais, cependant, plutôt, non seulement, pas seulement',
    role: 'vous êtes, tu es, je suis, en tant que, agissez comme, agis comme, spécialisé dans, spécialisée dans, spécialiste de, expert en, experte en, votre rôle, votre tâche',
    audience: 'pour, aide, aidez',
  },
})
