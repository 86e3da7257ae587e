"""Small files of further formats, written by hand after the published schemas. Actors are invented."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

Writer = Callable[[Path], Path]


def put(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def as_csv(rows: Sequence[Mapping[str, str]]) -> str:
    """Rows as a table; columns in the order in which they first occur."""
    out = io.StringIO()
    columns = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def zipped(path: Path, files: Mapping[str, str | bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


OFAC_XML = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
<publshInformation><Publish_Date>01/02/2026</Publish_Date><Record_Count>4</Record_Count></publshInformation>
<sdnEntry><uid>101</uid><lastName>EXAMPLE TRADING CO.</lastName><sdnType>Entity</sdnType>
<programList><program>EXMP</program><program>EXMP-EO1</program></programList>
<idList><id><uid>1</uid><idType>Website</idType><idNumber>www.trading.example.org</idNumber></id>
<id><uid>2</uid><idType>Organization Established Date</idType><idNumber>03 Feb 2001</idNumber></id>
<id><uid>3</uid><idType>Tax ID No.</idType><idNumber>998877</idNumber></id></idList>
<akaList><aka><uid>4</uid><type>a.k.a.</type><category>weak</category><lastName>ETC</lastName></aka>
<aka><uid>5</uid><type>f.k.a.</type><category>strong</category><lastName>OLD TRADING</lastName></aka></akaList>
<addressList><address><uid>6</uid><address1>1 Example street</address1><city>Almaty</city><country>Kazakhstan</country></address></addressList>
</sdnEntry>
<sdnEntry><uid>103</uid><firstName>Jan</firstName><lastName>DOE</lastName><title>Director of Examples</title><sdnType>Individual</sdnType>
<programList><program>EXMP</program></programList>
<idList><id><uid>7</uid><idType>Passport</idType><idNumber>N7654321</idNumber></id>
<id><uid>8</uid><idType>Gender</idType><idNumber>Male</idNumber></id></idList>
<addressList><address><uid>9</uid><address1>2 Home street</address1><country>Kazakhstan</country></address></addressList>
<nationalityList><nationality><uid>10</uid><country>Kazakhstan</country><mainEntry>true</mainEntry></nationality></nationalityList>
<dateOfBirthList><dateOfBirthItem><uid>11</uid><dateOfBirth>10 Dec 1948</dateOfBirth></dateOfBirthItem></dateOfBirthList></sdnEntry>
<sdnEntry><uid>104</uid><lastName>EXAMPLE STAR</lastName><sdnType>Vessel</sdnType><programList><program>EXMP</program></programList>
<idList><id><uid>12</uid><idType>Vessel Registration Identification</idType><idNumber>IMO 7406784</idNumber></id></idList>
<vesselInfo><callSign>CALL1</callSign><vesselType>Tug</vesselType><vesselFlag>Panama</vesselFlag></vesselInfo></sdnEntry>
<sdnEntry><uid>105</uid><lastName>BROKEN</lastName><sdnType>Balloon</sdnType></sdnEntry></sdnList>
"""

_ALIAS = '<Alias AliasTypeID="{kind}" Primary="{primary}" LowQuality="{low}"><DocumentedName>{parts}</DocumentedName></Alias>'


def _alias(kind: str, primary: str, low: str, *parts: tuple[str, str]) -> str:
    inner = "".join(
        f'<DocumentedNamePart><NamePartValue NamePartGroupID="{group}">{text}</NamePartValue></DocumentedNamePart>'
        for group, text in parts
    )
    return _ALIAS.format(kind=kind, primary=primary, low=low, parts=inner)


OFAC_ADVANCED = f"""<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML">
<DateOfIssue><Year>2026</Year><Month>1</Month><Day>2</Day></DateOfIssue>
<ReferenceValueSets>
<AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
<CountryValues><Country ID="11" ISO2="KZ">Kazakhstan</Country><Country ID="12" ISO2="PA">Panama</Country></CountryValues>
<DetailReferenceValues><DetailReference ID="91526">Male</DetailReference></DetailReferenceValues>
<FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="10">Nationality Country</FeatureType>
<FeatureType ID="14">Website</FeatureType><FeatureType ID="224">Gender</FeatureType><FeatureType ID="25">Location</FeatureType></FeatureTypeValues>
<IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType><IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType></IDRegDocTypeValues>
<LegalBasisValues><LegalBasis ID="1">Executive Order 99999</LegalBasis></LegalBasisValues>
<ListValues><List ID="1550">SDN List</List></ListValues>
<NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType><NamePartType ID="1525">Entity Name</NamePartType></NamePartTypeValues>
<PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType><PartyType ID="4">Transport</PartyType></PartyTypeValues>
<RelationTypeValues><RelationType ID="15003">Owned or Controlled By</RelationType><RelationType ID="15004">Associate Of</RelationType><RelationType ID="15005">Leader or official of</RelationType></RelationTypeValues>
<SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="1705">Block</SanctionsType></SanctionsTypeValues>
</ReferenceValueSets>
<Locations><Location ID="500"><LocationCountry CountryID="11"/><LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true"><Value>Almaty</Value></LocationPartValue></LocationPart></Location>
<Location ID="501"><LocationCountry CountryID="11"/></Location></Locations>
<IDRegDocuments><IDRegDocument ID="900" IDRegDocTypeID="1626" IdentityID="41"><IDRegistrationNo>IMO 7406784</IDRegistrationNo></IDRegDocument>
<IDRegDocument ID="901" IDRegDocTypeID="1571" IdentityID="31"><IDRegistrationNo>N7654321</IDRegistrationNo></IDRegDocument></IDRegDocuments>
<DistinctParties>
<DistinctParty FixedRef="101"><Profile ID="101" PartySubTypeID="3"><Identity ID="21" Primary="true">
{_alias("1403", "true", "false", ("1", "EXAMPLE TRADING CO."))}{_alias("1400", "false", "true", ("1", "ETC"))}{_alias("1401", "false", "false", ("1", "OLD TRADING"))}
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="1" NamePartTypeID="1525"/></MasterNamePartGroup></NamePartGroups></Identity>
<Feature ID="1" FeatureTypeID="25"><FeatureVersion ID="1"><VersionLocation LocationID="500"/></FeatureVersion></Feature>
<Feature ID="2" FeatureTypeID="14"><FeatureVersion ID="2"><VersionDetail DetailTypeID="1432">www.trading.example.org</VersionDetail></FeatureVersion></Feature></Profile></DistinctParty>
<DistinctParty FixedRef="103"><Profile ID="103" PartySubTypeID="4"><Identity ID="31" Primary="true">
{_alias("1403", "true", "false", ("2", "DOE"), ("3", "Jan"))}
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="2" NamePartTypeID="1520"/></MasterNamePartGroup><MasterNamePartGroup><NamePartGroup ID="3" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups></Identity>
<Feature ID="3" FeatureTypeID="8"><FeatureVersion ID="3"><DatePeriod><Start><From><Year>1948</Year><Month>12</Month><Day>10</Day></From></Start><End><To><Year>1948</Year><Month>12</Month><Day>10</Day></To></End></DatePeriod></FeatureVersion></Feature>
<Feature ID="4" FeatureTypeID="10"><FeatureVersion ID="4"><VersionLocation LocationID="501"/></FeatureVersion></Feature>
<Feature ID="5" FeatureTypeID="224"><FeatureVersion ID="5"><VersionDetail DetailTypeID="1431" DetailReferenceID="91526"/></FeatureVersion></Feature></Profile></DistinctParty>
<DistinctParty FixedRef="104"><Profile ID="104" PartySubTypeID="1"><Identity ID="41" Primary="true">{_alias("1403", "true", "false", ("9", "EXAMPLE STAR"))}</Identity></Profile></DistinctParty>
<DistinctParty FixedRef="105"><Profile ID="105" PartySubTypeID="77"/></DistinctParty>
</DistinctParties>
<ProfileRelationships><ProfileRelationship ID="1" From-ProfileID="101" To-ProfileID="103" RelationTypeID="15003" Former="false"/>
<ProfileRelationship ID="2" From-ProfileID="104" To-ProfileID="101" RelationTypeID="15003" Former="true"/>
<ProfileRelationship ID="3" From-ProfileID="103" To-ProfileID="101" RelationTypeID="15005"/></ProfileRelationships>
<SanctionsEntries><SanctionsEntry ID="100" ProfileID="101" ListID="1550"><EntryEvent ID="1" EntryEventTypeID="1" LegalBasisID="1"><Date><Year>2024</Year><Month>3</Month><Day>5</Day></Date></EntryEvent>
<SanctionsMeasure ID="1" SanctionsTypeID="1705"/><SanctionsMeasure ID="2" SanctionsTypeID="1"><Comment>EXMP</Comment></SanctionsMeasure><SanctionsMeasure ID="3" SanctionsTypeID="1"><Comment>EXMP-EO1</Comment></SanctionsMeasure></SanctionsEntry>
<SanctionsEntry ID="101" ProfileID="999" ListID="1550"/></SanctionsEntries></Sanctions>
"""

UK_HEAD = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,Title,"
    "Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,Designation Type,Designation source,Sanctions Imposed,"
    "Other Information,UK Statement of Reasons,Address Line 1,Address Country,Phone number,Website,Date Designated,D.O.B,Nationality(/ies),"
    "Passport number,Position"
)


def uk_list(folder: Path) -> Path:
    rows = [
        "01/02/2024,EXA0001,1,,EXAMPLE OUTLOOK,,,,,,Primary Name,,,Пример,Cyrillic,Russian,Examples,Entity,UK,Asset freeze|Travel ban,,Spreads examples.,1 Example street,Russia,,outlook.example.org,15/03/2022,,,,",
        "01/02/2024,EXA0001,1,,OUTLOOK,,,,,,Alias,Low quality a.k.a,,,,,Examples,Entity,UK,Asset freeze|Travel ban,,Spreads examples.,1 Example street,Russia,,,15/03/2022,,,,",
        "01/02/2024,EXA0002,2,QDi.1,DOE,Jan,,,,,Primary Name,,,,,,Examples,Individual,UK,,,,2 Home street,Kazakhstan,700111222,,04/05/2022,00/12/1948,Kazakhstan,N7654321,Director",
        "01/02/2024,EXA0003,3,,EXAMPLE STAR,,,,,,Primary Name,,,,,,Examples,Ship,UK,,,,,,,,soon,,,,",
        "01/02/2024,EXA0004,4,,ROBOT,,,,,,Primary Name,,,,,,Examples,Robot,UK,,,,,,,,,,,,",
    ]
    return put(folder / "uk.csv", "\n".join(["Report Date: 01-Feb-2024", UK_HEAD, *rows, ""]))


def uk_old(folder: Path) -> Path:
    head = (
        "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,Non-Latin Script Language,DOB,Town of Birth,"
        "Country of Birth,Nationality,Passport Number,Position,Address 1,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Alias Quality,"
        "Regime,Listed On,UK Sanctions List Date Designated,Last Updated,Group ID"
    )
    rows = [
        "DOE,Jan,,,,,,,,,10/12/1948,Exampletown,Kazakhstan,(1) Kazakhstan (2) Russia,N7654321,Director,2 Home street,,Kazakhstan,,Individual,Primary name,,Examples,04/05/2016,31/12/2020,01/02/2021,14001",
        "DOE,Johnny,,,,,,,,,,,,,,,,,,,Individual,AKA,Low,Examples,04/05/2016,31/12/2020,01/02/2021,14001",
    ]
    return put(folder / "ConList.csv", "\n".join(["Last Updated,01/02/2021", head, *rows, ""]))


GRANTS_360: list[dict[str, Any]] = [
    {
        "id": "360G-example-1",
        "title": "Support for examples",
        "currency": "GBP",
        "amountAwarded": 12345678.10,
        "awardDate": "2019-12-08T00:00:00+00:00",
        "plannedDates": [{"startDate": "2020-01-01", "endDate": "2021-06-30", "duration": 18}],
        "fundingOrganization": [{"id": "GB-CHC-1123456", "name": "Example Trust"}],
        "recipientOrganization": [
            {"id": "360G-example-ORG:7", "name": "Example Watch", "addressCountry": "Kazakhstan"}
        ],
        "grantProgramme": [{"title": "Open examples", "code": "1"}],
        "dataSource": "https://trust.example.org/grants",
    },
    {
        "id": "360G-example-2",
        "currency": "GBP",
        "amountAwarded": 100,
        "awardDate": "2020",
        "fundingOrganization": [{"id": "GB-CHC-1123456", "name": "Example Trust"}],
        "recipientIndividual": {"id": "360G-example-IND:1", "name": "Jan Doe"},
    },
    {"id": "360G-example-3", "awardDate": "2020-01-01", "fundingOrganization": [{"name": "Example Trust"}]},
]


def threesixty(folder: Path) -> Path:
    return put(
        folder / "g.json",
        json.dumps({"license": "https://creativecommons.org/", "grants": GRANTS_360}, indent=1),
    )


def threesixty_csv(folder: Path) -> Path:
    rows = [
        {
            "Identifier": "360G-example-1",
            "Title": "Support for examples",
            "Currency": "GBP",
            "Amount Awarded": "12345678.10",
            "Award Date": "08/12/2019",
            "Planned Dates:0:Start Date": "2020-01-01",
            "Planned Dates:0:End Date": "2021-06-30",
            "Recipient Org:0:Identifier": "360G-example-ORG:7",
            "Recipient Org:0:Name": "Example Watch",
            "Recipient Org:0:Country": "Kazakhstan",
            "Funding Org:0:Identifier": "GB-CHC-1123456",
            "Funding Org:0:Name": "Example Trust",
            "Grant Programme:0:Title": "Open examples",
            "Data Source": "https://trust.example.org/grants",
        },
        {"Identifier": "360G-example-3", "Award Date": "2020-01-01", "Funding Org:0:Name": "Example Trust"},
    ]
    return put(folder / "g.csv", as_csv(rows))


RELEASE: dict[str, Any] = {
    "ocid": "ocds-exmpl-1",
    "id": "ocds-exmpl-1-r1",
    "date": "2021-05-01T00:00:00Z",
    "tag": ["award", "contract", "implementation"],
    "buyer": {"id": "B", "name": "Ministry of Examples"},
    "parties": [
        {
            "id": "B",
            "name": "Ministry of Examples",
            "identifier": {"scheme": "KZ-BIN", "id": "123456789012", "legalName": "Ministry of Examples"},
            "address": {"countryName": "Kazakhstan"},
            "roles": ["buyer", "payer"],
        },
        {
            "id": "S",
            "name": "Example Works",
            "identifier": {"scheme": "GB-COH", "id": "GB-COH-01234567"},
            "roles": ["supplier"],
        },
    ],
    "tender": {"id": "t", "title": "Roads", "procurementMethod": "open"},
    "awards": [
        {
            "id": "a1",
            "status": "active",
            "date": "2021-04-02T00:00:00Z",
            "value": {"amount": 900000.55, "currency": "KZT"},
            "suppliers": [{"id": "S", "name": "Example Works"}],
        },
        {"id": "a2", "status": "cancelled", "suppliers": [{"id": "S", "name": "Example Works"}]},
        {
            "id": "a3",
            "status": "active",
            "suppliers": [{"id": "S", "name": "Example Works"}, {"id": "T", "name": "Other Works"}],
            "value": {"amount": 5, "currency": "KZT"},
        },
    ],
    "contracts": [
        {
            "id": "c1",
            "awardID": "a1",
            "title": "Roads of the north",
            "dateSigned": "2021-04-20T00:00:00Z",
            "status": "active",
            "period": {"startDate": "2021-05-01T00:00:00Z", "endDate": "2022-05-01T00:00:00Z"},
            "value": {"amount": 950000.55, "currency": "KZT"},
            "implementation": {
                "transactions": [
                    {
                        "id": "p1",
                        "date": "2021-08-01T00:00:00Z",
                        "value": {"amount": 1000.10, "currency": "KZT"},
                        "payer": {"id": "B", "name": "Ministry of Examples"},
                        "payee": {"id": "S", "name": "Example Works"},
                    }
                ]
            },
        }
    ],
}


def ocds(folder: Path) -> Path:
    package = {
        "uri": "https://x.example.org",
        "version": "1.1",
        "publisher": {"name": "X"},
        "releases": [RELEASE, {"id": "none"}],
    }
    return put(folder / "r.json", json.dumps(package))


def ocds_records(folder: Path) -> Path:
    record = {
        "ocid": "ocds-exmpl-1",
        "releases": [{"url": "https://x.example.org/r1"}],
        "compiledRelease": RELEASE,
    }
    return put(
        folder / "r.json", json.dumps({"uri": "https://x.example.org", "version": "1.1", "records": [record]})
    )


IRS_990 = """<?xml version="1.0" encoding="utf-8"?>
<Return xmlns="http://www.irs.gov/efile" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" returnVersion="2020v4.1">
<ReturnHeader binaryAttachmentCnt="0"><TaxPeriodEndDt>2020-12-31</TaxPeriodEndDt><ReturnTypeCd>990</ReturnTypeCd><TaxPeriodBeginDt>2020-01-01</TaxPeriodBeginDt>
<Filer><EIN>123456789</EIN><BusinessName><BusinessNameLine1Txt>EXAMPLE FUND</BusinessNameLine1Txt><BusinessNameLine2Txt>OF EXAMPLETOWN</BusinessNameLine2Txt></BusinessName>
<USAddress><AddressLine1Txt>1 Example street</AddressLine1Txt></USAddress></Filer><BusinessOfficerGrp><PersonNm>JAN DOE</PersonNm></BusinessOfficerGrp></ReturnHeader>
<ReturnData documentCnt="3"><IRS990 documentId="1"><Form990PartVIISectionAGrp><PersonNm>JAN DOE</PersonNm><TitleTxt>PRESIDENT</TitleTxt>
<IndividualTrusteeOrDirectorInd>X</IndividualTrusteeOrDirectorInd><OfficerInd>X</OfficerInd><ReportableCompFromOrgAmt>100000</ReportableCompFromOrgAmt></Form990PartVIISectionAGrp>
<Form990PartVIISectionAGrp><PersonNm>ARU BEKOVA</PersonNm><TitleTxt>ACCOUNTANT</TitleTxt><HighestCompensatedEmployeeInd>X</HighestCompensatedEmployeeInd></Form990PartVIISectionAGrp></IRS990>
<IRS990ScheduleF><GrantsToOrgOutsideUSGrp><RegionTxt>Central Asia</RegionTxt><PurposeOfGrantTxt>Examples abroad</PurposeOfGrantTxt><CashGrantAmt>7000</CashGrantAmt></GrantsToOrgOutsideUSGrp></IRS990ScheduleF>
<IRS990ScheduleI><RecipientTable><RecipientBusinessName><BusinessNameLine1Txt>EXAMPLE WATCH</BusinessNameLine1Txt></RecipientBusinessName>
<USAddress><AddressLine1Txt>5 Example street</AddressLine1Txt></USAddress><RecipientEIN>987654321</RecipientEIN><CashGrantAmt>25000</CashGrantAmt><NonCashAssistanceAmt>0</NonCashAssistanceAmt><PurposeOfGrantTxt>General support</PurposeOfGrantTxt></RecipientTable>
<RecipientTable><RecipientBusinessName><BusinessNameLine1Txt>EXAMPLE WATCH</BusinessNameLine1Txt></RecipientBusinessName><RecipientEIN>987654321</RecipientEIN><CashGrantAmt>25000</CashGrantAmt><PurposeOfGrantTxt>General support</PurposeOfGrantTxt></RecipientTable>
<RecipientTable><RecipientPersonNm>JAN DOE</RecipientPersonNm><CashGrantAmt>5</CashGrantAmt></RecipientTable></IRS990ScheduleI>
<IRS990ScheduleJ><RltdOrgOfficerTrstKeyEmplGrp><PersonNm>JAN DOE</PersonNm><TitleTxt>PRESIDENT</TitleTxt><TotalCompensationFilingOrgAmt>110000</TotalCompensationFilingOrgAmt></RltdOrgOfficerTrstKeyEmplGrp></IRS990ScheduleJ>
</ReturnData></Return>
"""
#: The names of the schema before 2013, and a foundation's return.
IRS_OLD = """<?xml version="1.0"?><Return xmlns="http://www.irs.gov/efile" returnVersion="2011v1.2"><ReturnHeader><TaxPeriodEndDate>2011-06-30</TaxPeriodEndDate><ReturnType>990</ReturnType>
<TaxPeriodBeginDate>2010-07-01</TaxPeriodBeginDate><Filer><EIN>123456789</EIN><Name><BusinessNameLine1>EXAMPLE FUND</BusinessNameLine1></Name></Filer></ReturnHeader>
<ReturnData><IRS990><Form990PartVIISectionA><NamePerson>JAN DOE</NamePerson><Title>CHAIR</Title><IndividualTrusteeOrDirector>X</IndividualTrusteeOrDirector><Former>X</Former></Form990PartVIISectionA></IRS990>
<IRS990ScheduleI><RecipientTable><RecipientNameBusiness><BusinessNameLine1>EXAMPLE INSTITUTE</BusinessNameLine1></RecipientNameBusiness><AmountOfCashGrant>600.50</AmountOfCashGrant><PurposeOfGrant>Books</PurposeOfGrant></RecipientTable></IRS990ScheduleI></ReturnData></Return>
"""
IRS_PF = """<?xml version="1.0"?><Return xmlns="http://www.irs.gov/efile"><ReturnHeader><TaxPeriodEndDt>2021-12-31</TaxPeriodEndDt><TaxPeriodBeginDt>2021-01-01</TaxPeriodBeginDt>
<Filer><EIN>111111119</EIN><BusinessName><BusinessNameLine1Txt>EXAMPLE FAMILY FOUNDATION</BusinessNameLine1Txt></BusinessName></Filer></ReturnHeader><ReturnData><IRS990PF>
<OfficerDirTrstKeyEmplInfoGrp><OfficerDirTrstKeyEmplGrp><PersonNm>ARU BEKOVA</PersonNm><TitleTxt>TRUSTEE</TitleTxt><CompensationAmt>0</CompensationAmt></OfficerDirTrstKeyEmplGrp></OfficerDirTrstKeyEmplInfoGrp>
<SupplementaryInformationGrp><GrantOrContributionPdDuringYrGrp><RecipientBusinessName><BusinessNameLine1Txt>Example Press</BusinessNameLine1Txt></RecipientBusinessName>
<RecipientForeignAddress><CityNm>London</CityNm><CountryCd>UK</CountryCd></RecipientForeignAddress><GrantOrContributionPurposeTxt>Reporting</GrantOrContributionPurposeTxt><Amt>9000</Amt></GrantOrContributionPdDuringYrGrp></SupplementaryInformationGrp></IRS990PF></ReturnData></Return>
"""


def irs990(folder: Path) -> Path:
    return put(folder / "1_public.xml", IRS_990)


def irs990_folder(folder: Path) -> Path:
    put(folder / "1_public.xml", IRS_990)
    put(folder / "2_public.xml", IRS_OLD)
    put(folder / "3_public.xml", IRS_PF)
    put(folder / "4_public.xml", "<Return xmlns='http://www.irs.gov/efile'><ReturnHeader>")
    return folder


ASSISTANCE = [
    {
        "assistance_award_unique_key": "ASST_NON_X1_019",
        "award_id_fain": "X1",
        "total_obligated_amount": "150000.25",
        "period_of_performance_start_date": "2020-10-01",
        "period_of_performance_current_end_date": "2022-09-30",
        "award_base_action_date": "2020-09-15",
        "awarding_agency_name": "Department of Examples",
        "awarding_sub_agency_name": "Bureau of Examples",
        "recipient_name": "EXAMPLE WATCH",
        "recipient_uei": "ABCDEF123456",
        "recipient_country_code": "KAZ",
        "recipient_parent_name": "EXAMPLE HOLDING",
        "recipient_parent_uei": "ZZCDEF123456",
        "assistance_type_code": "4",
        "assistance_type_description": "PROJECT GRANT (B)",
        "cfda_title": "Public examples",
        "prime_award_base_transaction_description": "SUPPORT FOR EXAMPLES",
        "usaspending_permalink": "https://www.usaspending.gov/award/ASST_NON_X1_019/",
    },
    {
        "assistance_award_unique_key": "ASST_AGG_1",
        "awarding_agency_name": "Department of Examples",
        "recipient_name": "REDACTED DUE TO PII",
        "assistance_type_code": "10",
        "total_obligated_amount": "5",
    },
    {
        "assistance_award_unique_key": "",
        "awarding_agency_name": "Department of Examples",
        "recipient_name": "X",
    },
]
CONTRACTS = [
    {
        "contract_transaction_unique_key": "T1",
        "contract_award_unique_key": "CONT_AWD_1",
        "award_id_piid": "P1",
        "modification_number": "P00001",
        "federal_action_obligation": "-1000.50",
        "action_date": "2021-02-03",
        "awarding_agency_name": "Department of Examples",
        "awarding_sub_agency_name": "Department of Examples",
        "recipient_name": "EXAMPLE WORKS LLC",
        "recipient_uei": "",
        "recipient_country_code": "USA",
        "transaction_description": "LESS WORK",
        "usaspending_permalink": "https://www.usaspending.gov/award/CONT_AWD_1/",
    }
]


def usaspending(folder: Path) -> Path:
    return put(folder / "Assistance_PrimeAwardSummaries.csv", as_csv(ASSISTANCE))


def usaspending_zip(folder: Path) -> Path:
    return zipped(
        folder / "download.zip",
        {
            "Assistance_1.csv": as_csv(ASSISTANCE),
            "Contracts_1.csv": as_csv(CONTRACTS),
            "Contracts_Subawards_1.csv": "prime_award_unique_key,subaward_amount\nx,1\n",
        },
    )


ICIJ: Mapping[str, str] = {
    "nodes-entities.csv": as_csv(
        [
            {"node_id": "10000001", "name": "EXAMPLE OFFSHORE LTD", "original_name": "EXAMPLE OFFSHORE LTD", "former_name": "OLD OFFSHORE", "jurisdiction": "BVI", "jurisdiction_description": "British Virgin Islands", "company_type": "Business Company", "address": "1 Example street", "incorporation_date": "23-MAR-2006", "inactivation_date": "", "struck_off_date": "05/10/2012", "status": "Defaulted", "service_provider": "Example & Co", "ibcRUC": "25221", "country_codes": "KAZ;VGB", "countries": "Kazakhstan;British Virgin Islands", "sourceID": "Example Papers"},
            {"node_id": "x", "name": "BROKEN"},
        ]
    ),
    "nodes-officers.csv": as_csv(
        [
            {"node_id": "12000001", "name": "Jan Doe", "countries": "Kazakhstan", "country_codes": "KAZ", "sourceID": "Example Papers"},
            {"node_id": "12000002", "name": "Nominees Ltd", "countries": "", "country_codes": "", "sourceID": "Example Papers"},
        ]
    ),
    "nodes-intermediaries.csv": as_csv([{"node_id": "11000001", "name": "Example & Co", "status": "ACTIVE", "country_codes": "PAN", "sourceID": "Example Papers"}]),
    "nodes-addresses.csv": as_csv([{"node_id": "14000001", "address": "2 Home street", "name": "", "country_codes": "KAZ"}]),
    "relationships.csv": as_csv(
        [
            {"node_id_start": "12000001", "node_id_end": "10000001", "rel_type": "officer_of", "link": "shareholder of", "status": "", "start_date": "23-MAR-2006", "end_date": "", "sourceID": "Example Papers"},
            {"node_id_start": "12000001", "node_id_end": "10000001", "rel_type": "officer_of", "link": "director of", "start_date": "", "end_date": "2010-05-01"},
            {"node_id_start": "12000002", "node_id_end": "10000001", "rel_type": "officer_of", "link": "nominee shareholder of"},
            {"node_id_start": "11000001", "node_id_end": "10000001", "rel_type": "intermediary_of", "link": "intermediary of"},
            {"node_id_start": "12000001", "node_id_end": "14000001", "rel_type": "registered_address", "link": "registered address"},
            {"node_id_start": "12000001", "node_id_end": "12000002", "rel_type": "same_name_as", "link": "same name as"},
        ]
    ),
}  # fmt: skip


def icij(folder: Path) -> Path:
    for name, text in ICIJ.items():
        put(folder / name, text)
    return folder


def icij_zip(folder: Path) -> Path:
    return zipped(folder / "full-oldb.zip", ICIJ)


CHILD, PARENT, GONE = "EXMPLE000000CHILD010", "EXMPLE00000PARENT065", "EXMPLE000000GONE0011"
LEI_ROWS = [
    {
        "LEI": CHILD,
        "Entity.LegalName": "Example Works Ltd",
        "Entity.LegalName.xmllang": "en",
        "Entity.OtherEntityNames.OtherEntityName.1": "Old Works Ltd",
        "Entity.OtherEntityNames.OtherEntityName.1.type": "PREVIOUS_LEGAL_NAME",
        "Entity.OtherEntityNames.OtherEntityName.2": "Works",
        "Entity.OtherEntityNames.OtherEntityName.2.type": "TRADING_OR_OPERATING_NAME",
        "Entity.LegalAddress.FirstAddressLine": "1 Example street",
        "Entity.LegalAddress.Country": "GB",
        "Entity.HeadquartersAddress.Country": "KZ",
        "Entity.LegalJurisdiction": "GB-ENG",
        "Entity.EntityCategory": "GENERAL",
        "Entity.EntityStatus": "ACTIVE",
        "Entity.EntityCreationDate": "2001-02-03T00:00:00Z",
        "Entity.RegistrationAuthority.RegistrationAuthorityEntityID": "01234567",
    },
    {
        "LEI": PARENT,
        "Entity.LegalName": "Example Holding SE",
        "Entity.EntityCategory": "GENERAL",
        "Entity.EntityStatus": "ACTIVE",
    },
    {
        "LEI": GONE,
        "Entity.LegalName": "Gone Works",
        "Entity.EntityStatus": "INACTIVE",
        "Entity.EntityExpirationDate": "2015-06-07T00:00:00Z",
        "Entity.SuccessorEntity.1.SuccessorLEI": CHILD,
    },
    {"LEI": "short", "Entity.LegalName": "Nobody", "Entity.EntityStatus": "ACTIVE"},
]
RR_ROWS = [
    {
        "Relationship.StartNode.NodeID": CHILD,
        "Relationship.StartNode.NodeIDType": "LEI",
        "Relationship.EndNode.NodeID": PARENT,
        "Relationship.EndNode.NodeIDType": "LEI",
        "Relationship.RelationshipType": "IS_DIRECTLY_CONSOLIDATED_BY",
        "Relationship.RelationshipStatus": "ACTIVE",
        "Relationship.Period.1.startDate": "2018-01-01T00:00:00Z",
        "Relationship.Period.1.periodType": "ACCOUNTING_PERIOD",
        "Relationship.Period.2.startDate": "2016-04-05T00:00:00Z",
        "Relationship.Period.2.periodType": "RELATIONSHIP_PERIOD",
    },
    {
        "Relationship.StartNode.NodeID": GONE,
        "Relationship.EndNode.NodeID": PARENT,
        "Relationship.RelationshipType": "IS_FUND-MANAGED_BY",
        "Relationship.RelationshipStatus": "INACTIVE",
    },
]


def gleif(folder: Path) -> Path:
    put(folder / "lei2.csv", as_csv(LEI_ROWS))
    put(folder / "rr.csv", as_csv(RR_ROWS))
    return folder


GLEIF_XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<lei:LEIData xmlns:lei="http://www.gleif.org/data/schema/leidata/2016"><lei:LEIHeader><lei:ContentDate>2026-01-01T00:00:00Z</lei:ContentDate></lei:LEIHeader><lei:LEIRecords>
<lei:LEIRecord><lei:LEI>{CHILD}</lei:LEI><lei:Entity><lei:LegalName xml:lang="en">Example Works Ltd</lei:LegalName>
<lei:OtherEntityNames><lei:OtherEntityName xml:lang="en" type="PREVIOUS_LEGAL_NAME">Old Works Ltd</lei:OtherEntityName><lei:OtherEntityName xml:lang="en" type="TRADING_OR_OPERATING_NAME">Works</lei:OtherEntityName></lei:OtherEntityNames>
<lei:LegalAddress xml:lang="en"><lei:FirstAddressLine>1 Example street</lei:FirstAddressLine><lei:Country>GB</lei:Country></lei:LegalAddress><lei:HeadquartersAddress><lei:Country>KZ</lei:Country></lei:HeadquartersAddress>
<lei:RegistrationAuthority><lei:RegistrationAuthorityEntityID>01234567</lei:RegistrationAuthorityEntityID></lei:RegistrationAuthority>
<lei:LegalJurisdiction>GB-ENG</lei:LegalJurisdiction><lei:EntityCategory>GENERAL</lei:EntityCategory><lei:EntityStatus>ACTIVE</lei:EntityStatus><lei:EntityCreationDate>2001-02-03T00:00:00Z</lei:EntityCreationDate></lei:Entity></lei:LEIRecord>
<lei:LEIRecord><lei:LEI>short</lei:LEI></lei:LEIRecord></lei:LEIRecords></lei:LEIData>
"""


def gleif_xml(folder: Path) -> Path:
    return zipped(folder / "lei2.xml.zip", {"lei2.xml": GLEIF_XML})


def gleif_json(folder: Path) -> Path:
    def text(value: str) -> dict[str, str]:
        return {"$": value}

    relation = {
        "StartNode": {"NodeID": text(CHILD), "NodeIDType": text("LEI")},
        "EndNode": {"NodeID": text(PARENT), "NodeIDType": text("LEI")},
        "RelationshipType": text("IS_DIRECTLY_CONSOLIDATED_BY"),
        "RelationshipPeriods": {
            "RelationshipPeriod": [
                {"StartDate": text("2018-01-01T00:00:00Z"), "PeriodType": text("ACCOUNTING_PERIOD")},
                {"StartDate": text("2016-04-05T00:00:00Z"), "PeriodType": text("RELATIONSHIP_PERIOD")},
            ]
        },
        "RelationshipStatus": text("ACTIVE"),
    }
    return put(
        folder / "rr.json", json.dumps({"relations": [{"RelationshipRecord": {"Relationship": relation}}]})
    )


def _snak(value: Any) -> dict[str, Any]:
    return {"snaktype": "value", "datavalue": {"value": value}}


def wd_time(text: str, precision: int) -> dict[str, Any]:
    return _snak(
        {
            "time": f"+{text}T00:00:00Z",
            "precision": precision,
            "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
        }
    )


def wd_claim(target: str | None, rank: str = "normal", **more: Any) -> dict[str, Any]:
    snak = (
        _snak({"entity-type": "item", "numeric-id": int(target[1:]), "id": target})
        if target
        else {"snaktype": "somevalue"}
    )
    return {"mainsnak": snak, "type": "statement", "rank": rank, **more}


def wd_item(number: str, label: str, claims: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "item",
        "id": number,
        "labels": {"en": {"language": "en", "value": label}},
        "descriptions": {},
        "aliases": {},
        "claims": claims,
        **more,
    }


WIKIDATA = [
    wd_item(
        "Q900001",
        "Example Paper",
        {
            "P31": [wd_claim("Q4830453")],
            "P571": [{"mainsnak": wd_time("1999-05-00", 10), "rank": "normal"}],
            "P856": [{"mainsnak": _snak("https://paper.example.org/"), "rank": "normal"}],
            "P127": [
                wd_claim("Q900002", "preferred", qualifiers={"P580": [wd_time("2015-00-00", 9)], "P1107": [_snak({"amount": "+0.51", "unit": "1"})]}),
                wd_claim("Q900003", qualifiers={"P580": [wd_time("2001-02-03", 11)], "P582": [wd_time("2015-01-31", 11)]}),
                wd_claim("Q900009", "deprecated"),
                wd_claim(None),
            ],
            "P112": [wd_claim("Q900003", references=[{"snaks": {"P854": [_snak("https://news.example.org/1")]}}])],
            "P8324": [wd_claim("Q900004", qualifiers={"P585": [wd_time("2020-01-01", 9)]})],
            "P169": [wd_claim("Q900003")],
            "P749": [wd_claim("Q900002")],
        },
        aliases={"en": [{"language": "en", "value": "The Paper"}], "ru": [{"language": "ru", "value": "Газета"}]},
    ),
    wd_item("Q900002", "Example Holding", {"P31": [wd_claim("Q6881511")], "P355": [wd_claim("Q900001")]}),
    wd_item("Q900003", "Aru Bekova", {"P31": [wd_claim("Q5")], "P569": [{"mainsnak": wd_time("1970-04-05", 11), "rank": "normal"}]}),
    wd_item("Q900005", "Jan Private", {"P31": [wd_claim("Q5")]}),
    wd_item("Q900006", "Example River", {"P31": [wd_claim("Q4022")]}),
]  # fmt: skip


def wikidata(folder: Path) -> Path:
    return put(folder / "w.json", "[\n" + ",\n".join(map(json.dumps, WIKIDATA)) + "\n]\n")


def littlesis(folder: Path) -> Path:
    def row(kind: str, number: int, **attributes: Any) -> dict[str, Any]:
        return {
            "type": kind,
            "id": number,
            "attributes": {"id": number, **attributes},
            "links": {"self": "https://x.example.org"},
        }

    entities = [
        row(
            "entities",
            1,
            name="Jan Doe",
            blurb="President of Examples",
            primary_ext="Person",
            types=["Person", "Business Person"],
            aliases=["Johnny Doe"],
            start_date="1948-12-10",
            website=None,
        ),
        row(
            "entities",
            2,
            name="Example Corporation",
            blurb=None,
            primary_ext="Org",
            types=["Organization", "Business", "PublicCompany"],
            aliases=[],
            website="https://corp.example.org",
        ),
        row(
            "entities",
            3,
            name="Example Committee",
            blurb=None,
            primary_ext="Org",
            types=["Organization"],
            aliases=[],
        ),
        row("entities", 4, name="", blurb=None, primary_ext="Org", types=[]),
    ]
    ties = [
        row("relationships", 10, entity1_id=1, entity2_id=2, category_id=1, description1="Chair", start_date="2010-05-00", end_date=None, is_current=True, category_attributes={"is_board": True, "is_executive": None}, description="Jan Doe has a position at Example Corporation"),
        row("relationships", 11, entity1_id=1, entity2_id=3, category_id=5, amount=2500, currency="usd", start_date="2012-00-00", end_date="2012-00-00", description1="Campaign Contribution", category_attributes={}),
        row("relationships", 12, entity1_id=2, entity2_id=3, category_id=10, category_attributes={"percentage_stake": 12.5}, start_date=None),
        row("relationships", 13, entity1_id=3, entity2_id=2, category_id=11, category_attributes={}),
        row("relationships", 14, entity1_id=1, entity2_id=3, category_id=4, category_attributes={}),
        row("relationships", 15, entity1_id=2, entity2_id=3, category_id=7, is_current=False, category_attributes={}),
    ]  # fmt: skip
    put(folder / "entities.json", json.dumps(entities))
    put(folder / "relationships.json", json.dumps(ties))
    return folder


def _ftm(*lines: Mapping[str, Any]) -> str:
    return "".join(json.dumps(line) + "\n" for line in lines)


ENTITY = {
    "id": "ex-1",
    "schema": "Company",
    "properties": {"name": ["Example Ltd"], "country": ["kz"]},
    "datasets": ["ex"],
}


def opensanctions(folder: Path) -> Path:
    import hashlib

    text = _ftm(ENTITY)
    put(folder / "entities.ftm.json", text)
    index = {
        "name": "kz_examples",
        "title": "Register of examples",
        "summary": "Who is an example",
        "url": "https://examples.example.kz/",
        "last_export": "2024-03-22T10:00:00",
        "version": "20240322100000-abc",
        "publisher": {"name": "Office of Examples", "country": "kz", "official": True},
        "resources": [
            {
                "name": "entities.ftm.json",
                "url": "https://data.example.org/entities.ftm.json",
                "checksum": hashlib.sha1(text.encode()).hexdigest(),  # noqa: S324
                "mime_type": "application/json+ftm",
            }
        ],
    }
    return put(folder / "index.json", json.dumps(index, indent=2))


def delta(folder: Path) -> Path:
    return put(
        folder / "entities.delta.json",
        _ftm(
            {"op": "ADD", "entity": {**ENTITY, "target": False}},
            {
                "op": "ADD",
                "entity": {
                    "id": "ex-2",
                    "schema": "Person",
                    "properties": {"name": ["Jan Doe"], "passportNumber": ["N7654321"]},
                },
            },
            {"op": "WAIT", "entity": {"id": "ex-3"}},
        ),
    )


MORE: dict[str, tuple[str, Writer]] = {
    "ofac-xml": ("ofac-xml", lambda folder: put(folder / "sdn.xml", OFAC_XML)),
    "ofac-advanced": ("ofac-advanced", lambda folder: put(folder / "sdn_advanced.xml", OFAC_ADVANCED)),
    "uk-list": ("uk-list", uk_list),
    "uk-list (OFSI)": ("uk-list", uk_old),
    "360giving": ("360giving", threesixty),
    "360giving (csv)": ("360giving", threesixty_csv),
    "ocds": ("ocds", ocds),
    "ocds (records)": ("ocds", ocds_records),
    "irs990": ("irs990", irs990),
    "irs990 (folder)": ("irs990", irs990_folder),
    "usaspending": ("usaspending", usaspending),
    "icij": ("icij", icij),
    "gleif": ("gleif", gleif),
    "gleif (xml)": ("gleif", gleif_xml),
    "gleif (json)": ("gleif", gleif_json),
    "wikidata": ("wikidata", wikidata),
    "littlesis": ("littlesis", littlesis),
    "opensanctions": ("opensanctions", opensanctions),
    "opensanctions-delta": ("opensanctions-delta", delta),
}
