"""A small file of every format, written by hand. Actors are invented; only the shapes are those of the registers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.ledger.formats.more_samples import MORE

Writer = Callable[[Path], Path]


def put(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


OFAC_SDN = """\
101,"EXAMPLE TRADING CO., LTD.",-0- ,EXMP] [EXMP-EO1,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Website www.trading.example.org; Organization Established Date 03 Feb 2001; a.k.a. 'ETC'; Linked To: EXAMPLE HOLDING."
102,EXAMPLE HOLDING,-0- ,EXMP,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-\x20
103,"DOE, Jan",individual,EXMP,Director of Examples,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 10 Dec 1948; POB Exampletown; nationality Kazakhstan; Passport N7654321 (Kazakhstan); Phone Number 700111222; Gender Male; Member of the Example Council."
104,EXAMPLE STAR,vessel,EXMP,-0- ,CALL1,Tug,-0- ,212,Panama,Example Shipping,"Vessel Registration Identification IMO 7406784; f.k.a. 'OLD STAR'."
105,BROKEN,balloon,EXMP,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-\x20
\x1a
"""
OFAC_ALT = '101,1,aka,EXAMPLE TRADING,-0- \n103,2,aka,"DOE, Johnny",-0- \n999,3,aka,NOBODY,-0- \n'
OFAC_ADD = (
    '101,1,"1 Example street","Almaty","Kazakhstan",-0- \n103,2,"2 Home street","Almaty","Kazakhstan",-0- \n'
)


def ofac_sdn(folder: Path) -> Path:
    put(folder / "sdn.csv", OFAC_SDN)
    put(folder / "alt.csv", OFAC_ALT)
    put(folder / "add.csv", OFAC_ADD)
    put(folder / "sdn_comments.csv", '102,"Target Type State-Owned Enterprise"\n')
    return folder


def uk_sanctions(folder: Path) -> Path:
    put(
        folder / "subjects.csv",
        "unique_id,subject_type,un_reference_number,ofsi_group_id,date_designated,last_updated\n"
        "EXA0001,entity,,1,15/03/2022,01/02/2024\nEXA0002,individual,QDi.1,2,04/05/2022,\nEXA0003,ship,,3,soon,\nEXA0004,robot,,4,,\n",
    )
    put(
        folder / "subject_names.csv",
        "name_id,unique_id,name_type,alias_strength,full_name,name_6,name_1,name_2,name_3,name_4,name_5\n"
        "1,EXA0001,primary,,EXAMPLE OUTLOOK,EXAMPLE OUTLOOK,,,,,\n2,EXA0001,alias,Low quality a.k.a,Outlook,Outlook,,,,,\n"
        "3,EXA0002,primary,,DOE Jan,DOE,Jan,,,,\n4,EXA0009,alias,,X,X,,,,,\n",
    )
    put(
        folder / "subject_countries.csv",
        "id,unique_id,raw_value,country_type,iso,resolution_method,iso_available\n"
        "1,EXA0001,Russia,address,RU,direct,True\n2,EXA0002,Kazakhstan,nationality,KZ,direct,True\n",
    )
    put(
        folder / "subject_identifiers.csv",
        "id,unique_id,ofsi_group_id,raw_value,identifier_type,additional_info\n"
        "1,EXA0001,1,outlook.example.org,website,\n2,EXA0002,2,N7654321,passport,\n3,EXA0003,3,7406784,imo,\n",
    )
    put(
        folder / "subject_dobs.csv",
        "dob_id,unique_id,year,month,day,precision,parse_issues\n1,EXA0002,1967,01,01,exact,\n",
    )
    return folder


EU_HEAD = (
    "celex,recordId,programKey,annex,measure,startDate,reason,schema,name,alias,weakAlias,previousName,country,nationality,"
    "birthDate,position,passportNumber,website,notes\n"
)


def eu_annexes(folder: Path) -> Path:
    put(
        folder / "39999R0001.csv",
        EU_HEAD
        + '39999R0001,7,EU-EXA,I.ENTITIES,Asset freeze,28.7.2023,"Spreads examples; often.",LegalEntity,Example Outlook,'
        "Outlook; Еxample,,,Russia,,,,,outlook.example.org,\n"
        "39999R0001,8,EU-EXA,I.PERSONS,Asset freeze,1.2.2024,,Person,DOE Jan,,,,,Kazakhstan,3.4.1970,Director,N7654321,,\n"
        "39999R0001,9,EU-EXA,I.PERSONS,Asset freeze,,,Wizard,MERLIN,,,,,,,,,,\n",
    )
    put(
        folder / "39999R0002.csv",
        EU_HEAD + "39999R0002,,EU-EXA,XV,Services ban,,,LegalEntity,EXAMPLE OUTLOOK,,,,,,,,,,\n",
    )
    return folder


def un_consolidated(folder: Path) -> Path:
    return put(
        folder / "un.xml",
        """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-01-01"><INDIVIDUALS><INDIVIDUAL>
<DATAID>42</DATAID><FIRST_NAME>JAN</FIRST_NAME><SECOND_NAME>DOE</SECOND_NAME><UN_LIST_TYPE>EXA</UN_LIST_TYPE>
<REFERENCE_NUMBER>EXi.001</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON><GENDER>Male</GENDER>
<DESIGNATION><VALUE>Director</VALUE><VALUE>Colonel</VALUE></DESIGNATION>
<NATIONALITY><VALUE>Democratic Republic of the Congo</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Johnny Doe</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>JD</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-05-06</DATE></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>N7654321</NUMBER></INDIVIDUAL_DOCUMENT>
</INDIVIDUAL><INDIVIDUAL><DATAID>none</DATAID><FIRST_NAME>X</FIRST_NAME></INDIVIDUAL></INDIVIDUALS>
<ENTITIES><ENTITY><DATAID>43</DATAID><FIRST_NAME>EXAMPLE   GROUP</FIRST_NAME><REFERENCE_NUMBER>EXe.001</REFERENCE_NUMBER>
<LISTED_ON>2014-06-30</LISTED_ON><COMMENTS1>Founded by &lt;Jan&gt; &amp; others.</COMMENTS1>
<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>EG</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ADDRESS><COUNTRY>Somalia</COUNTRY></ENTITY_ADDRESS></ENTITY></ENTITIES></CONSOLIDATED_LIST>
""",
    )


def cn_measures(folder: Path) -> Path:
    return put(
        folder / "m.csv",
        "Type,QID,Name,Alias,Chinese name,Country,Topics,Summary,Chinese summary,Body,List,Date,End date,Source URL,Address\n"
        "Organization,,Example Watch,EW,样本观察,US,sanction.counter,,,Ministry of Foreign Affairs,,02.12.2019,,https://mfa.example.cn/1,\n"
        'Person,Q1,Jan Doe,,,US,sanction.counter,"President, Example Watch",,Ministry of Foreign Affairs,,10.08.20,13.07.23,https://mfa.example.cn/2,\n'
        "Organization,,Example Watch,,,US,sanction.counter,,,Ministry of Commerce,UEL,12.8.2020,,https://mofcom.example.cn/3,\n"
        "Organization,,,,,US,,,,Ministry of Commerce,,12.8.2020,,,\n",
    )


def fara(folder: Path) -> Path:
    put(
        folder / "FARA_All_Registrants.csv",
        '"Registration Number","Registration Date","Termination Date","Name","Business Name","Address 1","Address 2","City","State","Zip"\n'
        '"7001","04/02/2025","","Example Strategies LLC","ExStrat","2 Home street","","Washington","DC","20015"\n',
    )
    put(
        folder / "FARA_All_ForeignPrincipals.csv",
        '"Foreign Principal Termination Date","Foreign Principal","Foreign Principal Registration Date","Country/Location Represented",'
        '"Registration Number","Registrant Date","Registrant Name","Address 1","Address 2","City","State","Zip"\n'
        '"09/30/2022","Ministry of Examples — café","11/10/2017","KOREA, REPUBLIC OF","7001","04/02/2015","Example Strategies LLC","a","","","",""\n'
        '"","TV Example","01/02/2020","ATLANTIS","7002","04/02/2015","Doe, Jan","Building "A", 1","","","",""\n'
        '"","","01/02/2020","FRANCE","7002","04/02/2015","Doe, Jan","","","","",""\n',
        "cp1252",
    )
    put(folder / "README.csv", "nothing,of,interest\n")
    return folder


def state_media(folder: Path) -> Path:
    return put(
        folder / "m.csv",
        "Region,Country,Media company,Main assets,URL,Typology,Status,Notes\n"
        "Asia,Kazakhstan,Example Broadcasting,Example TV,https://tv.example.kz/,SC,,\n"
        "Europe,United Kingdom,Example Corporation,Example Corporation,https://corp.example.uk/,ISF,,\n"
        "Europe,Germany,Private Example,Private Daily,https://daily.example.de/,CaPr,,\n"
        "Europe,Atlantis,Lost Example,Lost Daily,,SC,,\n"
        "Europe,France,Odd Example,Odd Daily,,ZZ,,\n",
    )


def us_grants(folder: Path) -> Path:
    return put(
        folder / "g.csv",
        "donor,donee,amount,original_currency,donation_date,donation_date_precision,cause_area,url,affected_countries,source_file\n"
        "Example Foundation,Example Watch,25000.0,,2010-01-01,year,Human rights,https://f.example.org/1,Kazakhstan|Nowhere,x.sql\n"
        "Example Foundation,EXAMPLE WATCH,25000.0,,2010-01-01,year,Human rights,https://f.example.org/1,,x.sql\n"
        "Example Foundation,Example Institute,,,2011-05-01,month,,https://f.example.org/2,,x.sql\n"
        "Example Foundation,,10,,2011-05-01,month,,https://f.example.org/2,,x.sql\n",
    )


def _record(id_: str, kind: str, details: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "statementId": f"s-{id_}",
        "recordId": id_,
        "recordType": kind,
        "statementDate": "2020-03-04",
        "recordDetails": details,
        **more,
    }


def bods(folder: Path) -> Path:
    records = [
        _record(
            "e1",
            "entity",
            {
                "entityType": {"type": "registeredEntity"},
                "name": "Example Ltd",
                "identifiers": [{"scheme": "GB-COH", "id": "123"}],
            },
        ),
        _record("e2", "entity", {"entityType": {"type": "unknownEntity"}, "name": "Someone"}),
        _record(
            "p1",
            "person",
            {
                "personType": "knownPerson",
                "names": [
                    {"type": "legal", "fullName": "Aru Bekova"},
                    {"type": "alternative", "fullName": "Aruzhan B"},
                ],
                "birthDate": "1978-07",
                "nationalities": [{"code": "KZ"}],
                "identifiers": [{"id": "N7654321", "scheme": "PASSPORT"}],
            },
        ),
        _record(
            "r1",
            "relationship",
            {
                "subject": "e1",
                "interestedParty": "p1",
                "interests": [
                    {
                        "type": "shareholding",
                        "share": {"exact": 60},
                        "startDate": "2016-04-06",
                        "directOrIndirect": "direct",
                    },
                    {"type": "appointmentOfBoard", "startDate": "2017"},
                    {"type": "boardMember"},
                ],
            },
        ),
        _record(
            "r2",
            "relationship",
            {"subject": "e1", "interestedParty": "e2", "interests": [{"type": "shareholding"}]},
        ),
        _record("r3", "relationship", {"subject": "e1", "interestedParty": "p1"}, recordStatus="closed"),
    ]
    return put(folder / "b.json", json.dumps(records, indent=1))


IATI = """<?xml version="1.0"?>
<iati-activities version="2.03"><iati-activity default-currency="GBP"><iati-identifier>XX-1-42</iati-identifier>
<reporting-org ref="XX-1" type="10"><narrative>Ministry of Examples</narrative></reporting-org>
<title><narrative>Support to examples</narrative></title><activity-date type="2" iso-date="2020-01-02"/>
<recipient-country code="KZ"/><participating-org role="4"><narrative>Example Watch</narrative></participating-org>
<participating-org role="4"><narrative>Other.</narrative></participating-org>
<transaction><transaction-type code="3"/><transaction-date iso-date="2020-05-06"/><value value-date="2020-05-06">1,000.50</value>
<receiver-org><narrative>Example Watch</narrative></receiver-org></transaction>
<transaction><transaction-type code="3"/><transaction-date iso-date="2020-05-06"/><value>5</value></transaction>
<transaction><transaction-type code="1"/><transaction-date iso-date="2020-01-06"/><value currency="USD">70</value>
<provider-org><narrative>Example Foundation</narrative></provider-org></transaction>
</iati-activity><iati-activity><title>nameless</title></iati-activity></iati-activities>
"""


def iati(folder: Path) -> Path:
    return put(folder / "a.xml", IATI)


def ror(folder: Path) -> Path:
    put(
        folder / "names.csv",
        "ror_id,name,name_type,lang,country,established,types\n"
        "0aaa,Example University,ror_display/label,en,KZ,1979,education;funder\n0aaa,EU,acronym,,KZ,1979,education\n"
        "0aaa,Пример,label,ru,KZ,1979,education\n0bbb,Example Ministry,ror_display,,KZ,1950,government\n",
    )
    put(
        folder / "relationships.csv",
        "ror_id,relation,other_ror_id,other_label\n0aaa,parent,0bbb,Example Ministry\n0bbb,child,0aaa,Example University\n"
        "0aaa,related,0bbb,Example Ministry\n0bbb,related,0aaa,x\n0aaa,parent,0zzz,Elsewhere\n",
    )
    return folder


def ror_json(folder: Path) -> Path:
    record = {
        "id": "https://ror.org/0aaa",
        "names": [
            {"value": "Example University", "types": ["ror_display", "label"], "lang": "en"},
            {"value": "EU", "types": ["acronym"]},
        ],
        "locations": [{"geonames_details": {"country_code": "KZ"}}],
        "established": 1979,
        "types": ["education"],
        "links": [{"type": "website", "value": "https://u.example.kz"}],
        "relationships": [],
    }
    return put(folder / "r.json", json.dumps([record]))


def ftm(folder: Path) -> Path:
    return put(
        folder / "e.json", json.dumps({"id": "x", "schema": "Company", "properties": {"name": ["X"]}}) + "\n"
    )


def statements(folder: Path) -> Path:
    return put(
        folder / "s.csv",
        "id,entity_id,canonical_id,prop,schema,value,dataset,lang,original_value,external,first_seen,last_seen\n"
        "1,x,NK-1,id,Company,h,d,,,f,2020-01-02T00:00:00,2021-01-02\n"
        "2,x,NK-1,name,Company,Example Ltd,d,eng,EXAMPLE LTD,f,2020-01-02T00:00:00,2021-01-02\n"
        "3,x,NK-1,country,LegalEntity,kz,d,,Kazakhstan,f,,\n4,x,NK-1,alias,Company,Guess,d,,,t,,\n"
        ",,,name,Company,Nobody,d,,,f,,\n",
    )


SAMPLES: dict[str, tuple[str, Writer]] = {
    "ftm": ("ftm", ftm),
    "statements": ("statements", statements),
    "ofac-sdn": ("ofac-sdn", ofac_sdn),
    "uk-sanctions": ("uk-sanctions", uk_sanctions),
    "eu-annexes": ("eu-annexes", eu_annexes),
    "un-consolidated": ("un-consolidated", un_consolidated),
    "cn-measures": ("cn-measures", cn_measures),
    "fara": ("fara", fara),
    "state-media": ("state-media", state_media),
    "grants": ("grants", us_grants),
    "bods": ("bods", bods),
    "iati": ("iati", iati),
    "ror": ("ror", ror),
    "ror (json)": ("ror", ror_json),
    **MORE,
}
