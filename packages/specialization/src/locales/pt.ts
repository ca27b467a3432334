import type { LocalePack } from '../types.ts'
import { pack } from './pack.ts'

/** Portuguese. */
export const pt: LocalePack = /* @__PURE__ */ pack({
  code: 'pt',
  stopWords:
    'o os as um uma é e em que do da dos das no na para com por se seu sua como mais ao você não ser este esta isso mas são nos nas pelo pela de também quando deve pode',
  terms: {
    software:
      'software, programa*, programação*, programador*, desenvolvedor*, desenvolvimento web, código*, codificação*, depura*, algoritmo*, estrutura* de dados, front-end, back-end, refatora* | aplicativo*, aplicação*, aplicações*, script*, função*, funções*, componente*, biblioteca*, framework*, site, página web, informátic*, implement*, técnic*, desenvolvimento*, testes, computador*',
    devops:
      'infraestrutura*, implantação*, contêiner*, container*, administrador* de sistemas, orquestração*, integração contínua | servidor*, nuvem, rede, redes, monitor*, automatiza*, automação*, configuração*, linux',
    security:
      'cibersegurança*, segurança da informação, segurança cibernética, vulnerabilidade*, criptograf*, hacker*, invasor*, malware*, teste* de penetração | segurança*, ataque*, ameaça*, senha*, proteção*',
    data: 'análise de dados, banco* de dados, ciência de dados, estatístic*, visualização de dados, planilha*, excel, consulta* sql, conjunto* de dados | dados, tabela*, gráfico*, indicador*, relatório*, métrica*, consulta*',
    'ai-ml':
      'inteligência artificial, ia, aprendizado de máquina, aprendizado profundo, modelo* de linguagem, rede* neura*, prompt* | modelo*, chatbot*, treina*, previsão*, generativ*',
    design:
      'design*, gráfic*, ilustra*, fotograf*, desenh*, interface* do usuário, experiência do usuário, tipograf*, artist*, arte, geração de imagens, pintur*, midjourney, logo*, arquitet*, decora* | imagem*, imagens*, visua*, cor, cores, criativ*, estétic*, iluminação*, câmera*, cinema*, filme*, animação*, interface*, foto*, cena*',
    product:
      'gerente de produto*, gestão de produto*, roteiro de produto, desenvolvimento de produto*, história* de usuário, requisito*, necessidades do usuário, feedback | produto*, usuário*, funcionalidade*, prioriz*, projeto*, tarefa*',
    marketing:
      'marketing*, publicidade*, publicitári*, vendas, vendedor*, seo, redes sociais, mídias sociais, campanha*, público-alvo, marca*, slogan* | mercado*, cliente*, conteúdo*, audiência*, publicação*, promoção*, envolvente*, postagen*',
    business:
      'empresa*, empresari*, negócio*, estratég*, consultor*, recursos humanos, recruta*, entrevista*, currículo*, cv, gestão de projetos, empreended*, carreira*, reunião*, reuniões*, liderança*, plano de negócios, atendimento ao cliente | gestão*, profissiona*, equipe*, negociação*, produtividade*, organização*, escritório*, processo*, emprego*, trabalho*, email*, e-mail*',
    finance:
      'finan*, contab*, contador*, fisca*, imposto*, investiment*, investidor*, bolsa*, ações da bolsa, balanço*, banco, bancári*, seguros, crédito*, criptomoeda*, orçamento*, econom* | dinheiro*, custo*, preço*, risco*',
    legal:
      'advogad*, jurídic*, lega*, lei, leis, legislação*, contrato*, tribuna*, juiz*, propriedade intelectual, conformidade*, direito* | cláusula*, litígio*, regulament*',
    health:
      'médic*, medicin*, saúde*, paciente*, terap*, psicolog*, psicólog*, nutrição*, nutricion*, doença*, sintoma*, hospita*, enfermeir*, bem-estar, fitness*, esport*, meditação*, treino*, clínic* | emoç*, emocion*, estresse*, sono, corpo*, cozinh*, culinár*, receita*, apoio*, empát*, menta*, vida',
    education:
      'professor*, ensin*, educa*, estudante*, aluno*, aprendizagem*, aprendizado*, escola*, universi*, curso*, exame*, lição*, lições*, pedag*, tutor*, vocabulário*, matemátic*, filosof*, filósof*, história da, idioma* | explic*, conceito*, conheciment*, aprend*, exercício*, compreen*, criança*, formação*, pergunta*, língua*, pensament*, lógic*',
    writing:
      'escrit*, escrev*, redaç*, redig*, autor*, tradu*, correção*, corrig*, gramátic*, gramatic*, ortograf*, romance*, poema*, poes*, poeta*, narra*, conto*, resum*, jornalis*, artigo*, reformul*, diálogo*, roteiro*, documentação*, jogo de rpg, literat*, literári* | texto*, frase*, palavra*, estilo*, conteúdo*, título*, personage*, história*, tom, expressão*, expressões*, markdown, concis*, clareza*, humor*, nome*, parágrafo*, leitor*',
    science:
      'científic*, cientista*, ciência*, pesquis*, físic*, químic*, biolog*, experiment*, acadêmic*, hipótese*, laboratório*, astronom*, investigação* | análise*, analis*, teor*, estudo*, metodolog*, natureza*, ambient*, engenh*, rigor*',
  },
  cues: {
    negation: 'não, sem, nunca, jamais, nenhum, nenhuma, nem',
    contrast: 'mas, porém, contudo, não só, não apenas',
    role: 'você é, sou um, sou uma, como um, como uma, atue como, aja como, especializado em, especializada em, especialista em, seu papel, sua tarefa',
    audience: 'para, ajuda, ajudar',
  },
})
